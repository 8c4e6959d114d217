-- query: q write
-- roles: visa
-- says: x
INSERT INTO human (name) VALUES (:name_n);
