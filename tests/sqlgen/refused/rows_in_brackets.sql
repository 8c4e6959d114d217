-- query: q many
-- roles: visa
-- says: x
SELECT p.id FROM paper p WHERE p.id = :id AND (@rows(p) OR p.is_late = 1);
