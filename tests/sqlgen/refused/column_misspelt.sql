-- query: q many
-- roles: visa
-- says: x
SELECT p.id, p.titel FROM paper p WHERE @rows(p) AND p.id = :id;
