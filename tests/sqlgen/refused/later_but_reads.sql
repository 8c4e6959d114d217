-- query: q many
-- roles: visa
-- later: nobody looks
-- says: What is read is read at once.
SELECT c.id FROM cache c WHERE c.id = :id;
