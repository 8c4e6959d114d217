-- query: q many
-- roles: visa
-- says: x
SELECT p.id FROM paper p WHERE @rows(p) AND p.title = :title;
