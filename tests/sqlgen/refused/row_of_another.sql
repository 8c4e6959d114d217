-- query: q many
-- roles: visa
-- says: x
SELECT h.id FROM human h WHERE h.id = :id;

-- query: r many
-- roles: visa
-- says: x
-- row: q
SELECT h.id, h.name FROM human h WHERE h.id = :id;
