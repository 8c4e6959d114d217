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

-- query: person_ref_taken one
-- roles: protocol visa system
-- says: Whether somebody, seen or not, has a reference.
-- all rows: yes or no, nobody is shown
SELECT count(*) AS people_n FROM person p WHERE p.ref = :ref;

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

-- query: person_for_rules one
-- roles: mission protocol visa vetting security desk head auditor system
-- says: What the rules ask of a person.
SELECT p.id, p.ref, p.mission_id, p.name, p.nationality_iso, p.host_resident_since_on
  FROM person p
 WHERE @rows(p) AND p.id = :id;

-- query: person_documents many
-- roles: mission protocol visa vetting security head
-- says: The documents of a person, by kind, the latest last.
SELECT d.id, d.kind, d.class, d.document_no, d.issuer_iso, d.issued_on, d.valid_until_on, d.state, d.state_since_on,
       d.place, d.source
  FROM person_document d
 WHERE @rows(d) AND d.person_id = :person_id
 ORDER BY d.kind, d.id;

-- query: person_document_find many
-- roles: mission protocol visa vetting security head
-- says: Documents with this number, of whatever kind.
SELECT d.id, d.kind, d.document_no, d.issuer_iso, d.state, d.mission_id, d.person_id, p.name AS person_name
  FROM person_document d LEFT JOIN person p ON p.id = d.person_id AND @rows(p)
 WHERE @rows(d) AND d.find_key = :find_key
 ORDER BY d.id
 LIMIT 20;

-- query: person_document_add write
-- roles: protocol system
-- says: Adds a document.
INSERT INTO person_document (mission_id, person_id, kind, class, document_no, find_key, issuer_iso, issued_on,
    valid_until_on, state, state_since_on, place, source)
VALUES (:mission_id, :person_id, :kind, :class, :document_no, :find_key, :issuer_iso, :issued_on, :valid_until_on,
    :state, :state_since_on, :place, :source);

-- query: person_document_set_state write
-- roles: protocol system
-- says: Says what became of a document and where it lies.
-- all rows: written only by roles that see all missions
UPDATE person_document SET state = :state, state_since_on = :state_since_on, place = :place WHERE id = :id;

-- query: person_document_set_place write
-- roles: protocol system
-- says: Says where a document physically lies.
-- all rows: written only by roles that see all missions
UPDATE person_document SET place = :place WHERE id = :id;

-- query: person_household_of many
-- roles: mission protocol visa vetting security head
-- says: Everybody who belongs or belonged to the household of a member.
-- scan: sorts the rows of one household
SELECT h.id, h.relation, h.from_on, h.to_on, h.notified_on, h.end_notified_on, n.id AS person_id, n.ref, n.name,
       n.native_name, n.native_lang, n.nationality_iso
  FROM person_household h JOIN person n ON n.id = h.person_id
 WHERE @rows(h) AND @rows(n) AND h.principal_id = :principal_id
 ORDER BY h.relation, n.sort_key, h.id;

-- query: person_households_with many
-- roles: mission protocol visa vetting security head
-- says: The households a person belongs or belonged to.
SELECT h.id, h.relation, h.from_on, h.to_on, h.principal_id, n.name AS principal_name
  FROM person_household h JOIN person n ON n.id = h.principal_id
 WHERE @rows(h) AND @rows(n) AND h.person_id = :person_id
 ORDER BY h.id;

-- query: person_household_add write
-- roles: protocol system
-- says: Adds somebody to the household of a member.
INSERT INTO person_household (mission_id, principal_id, person_id, relation, from_on, to_on, notified_on,
    end_notified_on)
VALUES (:mission_id, :principal_id, :person_id, :relation, :from_on, :to_on, :notified_on, :end_notified_on);

-- query: person_household_arrive write
-- roles: protocol system
-- says: Somebody who was expected in a household is here.
-- all rows: written only by roles that see all missions
UPDATE person_household SET from_on = :from_on, notified_on = :notified_on WHERE id = :id AND from_on IS NULL;

-- query: person_household_end write
-- roles: protocol system
-- says: Somebody leaves a household.
-- all rows: written only by roles that see all missions
UPDATE person_household SET to_on = :to_on, end_notified_on = :end_notified_on WHERE id = :id AND to_on IS NULL;

-- query: person_contacts many
-- roles: mission protocol visa vetting security head
-- says: Where a person can or could be reached.
-- scan: sorts the contacts of one person
SELECT c.id, c.kind, c.value, c.find_key, c.from_on, c.to_on, c.source
  FROM person_contact c
 WHERE @rows(c) AND c.person_id = :person_id
 ORDER BY c.kind, c.id;

-- query: person_contact_taken one
-- roles: protocol visa system
-- says: Whether a person has this contact already.
-- all rows: yes or no, of a person that is being written
SELECT count(*) AS contacts_n FROM person_contact c
 WHERE c.person_id = :person_id AND c.kind = :kind AND c.find_key = :find_key;

-- query: person_contact_add write
-- roles: protocol visa system
-- says: Adds an address, telephone number or e-mail address.
INSERT INTO person_contact (mission_id, person_id, kind, value, find_key, from_on, source)
VALUES (:mission_id, :person_id, :kind, :value, :find_key, :from_on, :source);

-- query: person_contact_end write
-- roles: protocol visa system
-- says: Somebody can be reached there no longer.
-- all rows: written only by roles that see all missions
UPDATE person_contact SET to_on = :to_on
 WHERE person_id = :person_id AND kind = :kind AND find_key = :find_key AND to_on IS NULL;

-- query: person_set_nationality write
-- roles: protocol system
-- says: Sets the nationality of a person.
-- all rows: written only by roles that see all missions
UPDATE person SET nationality_iso = :nationality_iso WHERE id = :id;

-- query: person_set_resident write
-- roles: protocol system
-- says: Says since when a person lives here for good.
-- all rows: written only by roles that see all missions
UPDATE person SET host_resident_since_on = :host_resident_since_on WHERE id = :id;

-- query: person_set_name write
-- roles: protocol system
-- says: Corrects how a person's name is written.
-- all rows: written only by roles that see all missions
UPDATE person SET name = :name, native_name = :native_name, sort_key = :sort_key WHERE id = :id;

-- query: person_set_birth write
-- roles: protocol system
-- says: Corrects a person's day of birth.
-- all rows: written only by roles that see all missions
UPDATE person SET birth_from_on = :birth_from_on, birth_to_on = :birth_to_on WHERE id = :id;

-- query: person_merges many
-- roles: protocol visa vetting security desk head
-- says: The other records of a human being that are known to be the same.
-- scan: sorts a handful
SELECT m.id, m.kept_id, k.ref AS kept_ref, k.name AS kept_name, m.merged_id, g.ref AS merged_ref,
       g.name AS merged_name, m.reason, m.merged_at
  FROM person_merge m JOIN person k ON k.id = m.kept_id JOIN person g ON g.id = m.merged_id
 WHERE @rows(m) AND @rows(k) AND @rows(g) AND m.undone_at IS NULL
   AND (m.kept_id = :person_id OR m.merged_id = :person_id)
 ORDER BY m.merged_at;

-- query: person_merge_add write
-- roles: protocol system
-- says: Says that two records are of one human being.
INSERT INTO person_merge (kept_id, merged_id, reason, merged_at)
VALUES (:kept_id, :merged_id, :reason, :merged_at);

-- query: person_merge_undo write
-- roles: protocol system
-- says: Takes a merge back.
-- all rows: written only by roles that see all missions
UPDATE person_merge SET undone_at = :undone_at, undone_why = :undone_why
 WHERE merged_id = :merged_id AND undone_at IS NULL;
