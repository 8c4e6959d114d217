-- let: late EXISTS (SELECT 1 FROM paper y WHERE y.id = $ AND y.is_late = 1)

-- query: q many
-- roles: visa
-- says: x
SELECT h.name FROM human h WHERE h.id = :id AND @late(h.id) ORDER BY h.id;
