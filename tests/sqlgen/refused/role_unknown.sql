-- query: q many
-- roles: visa wizard
-- says: x
SELECT h.id FROM human h WHERE h.id = :id;
