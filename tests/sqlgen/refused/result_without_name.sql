-- query: q many
-- roles: visa
-- says: x
SELECT max(h.id) FROM human h WHERE h.id = :id;
