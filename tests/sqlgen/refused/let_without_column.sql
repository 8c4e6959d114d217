-- let: late EXISTS (SELECT 1 FROM human y WHERE y.id = 1)

-- query: q one
-- roles: visa
-- says: x
SELECT h.name FROM human h WHERE h.id = :id;
