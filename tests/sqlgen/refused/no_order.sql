-- query: q many
-- roles: visa
-- says: Which comes first is the database's own affair.
SELECT h.id FROM human h WHERE h.id > :id;
