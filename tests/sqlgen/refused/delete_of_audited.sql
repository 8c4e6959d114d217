-- query: q write
-- roles: visa
-- says: x
DELETE FROM human WHERE id = :id;
