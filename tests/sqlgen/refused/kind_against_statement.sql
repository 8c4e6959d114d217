-- query: q many
-- roles: visa
-- says: x
UPDATE paper SET title = :title WHERE @rows(paper) AND id = :id;
