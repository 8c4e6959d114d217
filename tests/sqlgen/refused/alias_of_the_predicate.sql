-- query: q one
-- roles: visa
-- says: The predicate's own y would be meant.
SELECT y.paper_id FROM leaf y
 WHERE @rows(y) AND y.id = :id;
