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

-- query: import_export_add write
-- roles: protocol visa vetting security desk head
-- says: Asks to take a file of more persons than one person may.
INSERT INTO import_export (what, state_iso, persons_n, why, account_id, asked_on, allowed_until_on)
VALUES (:what, :state_iso, :persons_n, :why, :account_id, :asked_on, NULL);

-- query: import_export_by_id one
-- roles: protocol visa vetting security desk head
-- says: What was asked for.
SELECT e.what, e.state_iso, e.persons_n FROM import_export e WHERE @rows(e) AND e.id = :id;

-- query: import_export_allow write
-- roles: protocol visa vetting security desk head
-- all rows: the proposal names it
-- says: Another person agreed: the file may be taken until a day.
UPDATE import_export SET allowed_until_on = :allowed_until_on WHERE id = :id AND allowed_until_on IS NULL;

-- query: import_export_allowed one
-- roles: protocol visa vetting security desk head
-- optional: state_iso
-- says: That one may take this file now, as two people agreed; the one that lasts longest.
-- scan: the few files that one person asked for
SELECT e.id, e.allowed_until_on
  FROM import_export e
 WHERE @rows(e) AND e.account_id = :account_id AND e.what = :what AND e.allowed_until_on >= :day_on
   AND e.persons_n >= :persons_n AND coalesce(e.state_iso, '') = coalesce(CAST(:state_iso AS TEXT), '')
 ORDER BY e.allowed_until_on DESC, e.id DESC LIMIT 1;
