-- query: q many
-- roles: visa
-- says: x
-- rolls: head
SELECT h.id FROM human h WHERE h.id = :id;
