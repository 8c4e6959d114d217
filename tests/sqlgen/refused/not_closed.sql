-- query: q many
-- roles: visa
-- says: x
SELECT h.id FROM human h WHERE h.name = 'x;
