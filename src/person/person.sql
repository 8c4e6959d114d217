-- People: who they are, and the forms of their names.

-- query: person_by_id one
-- roles: mission protocol visa vetting security desk head
-- says: One person, without what is private.
SELECT p.id, p.ref, p.mission_id, p.name, p.family_name, p.given_names, p.patronymic, p.prefix, p.name_order,
       p.native_name, p.native_lang, p.mrz_name, p.sex, p.nationality_iso, s.name AS nationality, p.is_invented,
       p.source
  FROM person p JOIN ref_state s ON s.iso = p.nationality_iso
 WHERE @rows(p) AND p.id = :id;

-- query: person_by_ref one
-- roles: mission protocol visa vetting security desk head
-- says: The person with a reference number.
SELECT p.id, p.ref, p.name
  FROM person p
 WHERE @rows(p) AND p.ref = :ref;

-- query: person_private one
-- roles: mission protocol visa vetting security head
-- says: Birth of one person.
SELECT p.birth_from_on, p.birth_to_on, p.birth_place
  FROM person p
 WHERE @rows(p) AND p.id = :id;

-- query: person_names many
-- roles: protocol visa vetting security desk head
-- says: The other forms of a person's name.
SELECT n.id, n.kind, n.name, n.lang, n.source
  FROM person_name n
 WHERE @rows(n) AND n.person_id = :person_id
 ORDER BY n.kind, n.name;

-- query: person_find many
-- roles: mission protocol visa vetting security desk head
-- says: People whose folded name lies between two keys, in its order.
SELECT p.id, p.ref, p.name, p.native_name, p.native_lang, p.nationality_iso
  FROM person p
 WHERE @rows(p) AND p.sort_key >= :from_key AND p.sort_key < :before_key
 ORDER BY p.sort_key, p.id
 LIMIT :limit_n;

-- query: person_of_mission many
-- roles: mission protocol visa vetting security desk head
-- says: Everybody a mission told the ministry of, page by page behind a key.
SELECT p.id, p.ref, p.name, p.native_name, p.native_lang, p.nationality_iso, p.sort_key
  FROM person p
 WHERE @rows(p) AND p.mission_id = :mission_id AND (p.sort_key, p.id) > (:after_key, :after_id)
 ORDER BY p.sort_key, p.id
 LIMIT :limit_n;

-- query: person_last one
-- roles: protocol visa system
-- says: The highest number of a person so far, for the next reference.
-- all rows: a count of all people, none of them shown
SELECT coalesce(max(p.id), 0) AS last_id FROM person p;

-- query: person_add write
-- roles: protocol visa system
-- says: Adds a person.
INSERT INTO person (ref, mission_id, name, family_name, given_names, patronymic, prefix, name_order, native_name,
    native_lang, mrz_name, sort_key, sex, birth_from_on, birth_to_on, birth_place, nationality_iso, is_invented,
    source)
VALUES (:ref, :mission_id, :name, :family_name, :given_names, :patronymic, :prefix, :name_order, :native_name,
    :native_lang, :mrz_name, :sort_key, :sex, :birth_from_on, :birth_to_on, :birth_place, :nationality_iso,
    :is_invented, :source);

-- query: person_name_add write
-- roles: protocol visa vetting system
-- says: Adds another form of a person's name.
INSERT INTO person_name (person_id, kind, name, lang, sort_key, source)
VALUES (:person_id, :kind, :name, :lang, :sort_key, :source);

-- query: person_set_mission write
-- roles: protocol system
-- says: Says which mission told the ministry of a person last.
-- all rows: written only by roles that see all missions
UPDATE person SET mission_id = :mission_id WHERE id = :id;
