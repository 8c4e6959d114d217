-- What leaves as a file: members, and posts with who serves in them. Births are private and in none.

-- query: import_members many
-- roles: protocol visa vetting security desk head
-- says: Everybody who serves in the missions of a host, of one state or of all.
-- scan: a list of all members, once
-- optional: sending_iso
SELECT m.id AS mission_id, m.name AS mission_name, m.sending_iso, p.post_no, p.title, p.category, n.ref, n.name,
       n.native_name, a.from_on
  FROM mission m JOIN mission_post p ON p.mission_id = m.id
  JOIN mission_appointment a ON a.post_id = p.id AND a.to_on IS NULL
  JOIN person n ON n.id = a.person_id
 WHERE @rows(m) AND @rows(p) AND @rows(a) AND @rows(n) AND m.host_iso = :host_iso
   AND (CAST(:sending_iso AS TEXT) IS NULL OR m.sending_iso = :sending_iso)
 ORDER BY m.sending_iso, m.id, p.rank_n, p.id;

-- query: import_people many
-- roles: protocol visa vetting security desk head
-- says: The people whom the missions in a host told of, of one state or of all.
-- scan: a list of all people, once
-- optional: sending_iso
SELECT n.ref, m.id AS mission_id, m.name AS mission_name, n.family_name, n.given_names, n.patronymic, n.name_order,
       n.native_name, n.native_lang, n.sex, n.nationality_iso, n.mrz_name, n.source
  FROM mission m JOIN person n ON n.mission_id = m.id
 WHERE @rows(m) AND @rows(n) AND m.host_iso = :host_iso
   AND (CAST(:sending_iso AS TEXT) IS NULL OR m.sending_iso = :sending_iso)
 ORDER BY m.sending_iso, m.id, n.sort_key, n.id;
