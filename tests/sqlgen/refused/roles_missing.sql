-- query: q many
-- says: x
SELECT p.id FROM paper p WHERE @rows(p) AND p.id = :id;
