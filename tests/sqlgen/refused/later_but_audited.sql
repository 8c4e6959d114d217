-- query: q write
-- roles: visa
-- later: nobody looks
-- says: The log has to know what was written.
INSERT INTO human (name) VALUES (:name);
