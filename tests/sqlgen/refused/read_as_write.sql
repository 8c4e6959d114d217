-- query: q write
-- roles: visa
-- says: x
SELECT p.id FROM paper p WHERE @rows(p) AND p.id = :id;
