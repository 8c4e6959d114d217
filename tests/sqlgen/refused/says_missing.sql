-- query: q many
-- roles: visa
SELECT h.id FROM human h WHERE h.id = :id;
