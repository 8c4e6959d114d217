-- query: q many
-- roles: visa
-- says: x
SELECT p.id FROM paper p JOIN paper q ON q.id = p.id + 1 WHERE @rows(p) AND p.id = :id;
