-- query: q some
-- roles: visa
-- says: x
SELECT h.id FROM human h WHERE h.id = :id;
