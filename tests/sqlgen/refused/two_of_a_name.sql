-- query: q many
-- roles: visa
-- says: x
SELECT h.id FROM human h WHERE h.id = :id;

-- query: q many
-- roles: visa
-- says: x
SELECT h.name FROM human h WHERE h.id = :id;
