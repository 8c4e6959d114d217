-- query: q many
-- roles: visa
-- says: x
SELECT p.id FROM paper p WHERE @rows(p) AND p.mission_id = :mission_id ORDER BY p.title;
