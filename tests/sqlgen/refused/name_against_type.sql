-- query: q many
-- roles: visa
-- says: x
SELECT p.title AS title_n FROM paper p WHERE @rows(p) AND p.id = :id;
