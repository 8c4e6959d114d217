-- query: q many
-- roles: visa
-- says: x
SELECT h.id FROM human h WHERE @rows(h) AND h.id = :id;
