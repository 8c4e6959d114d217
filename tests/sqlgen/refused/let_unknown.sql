-- query: q many
-- roles: visa
-- says: x
SELECT h.name FROM human h WHERE h.id = :id AND @late(h.id) ORDER BY h.id;
