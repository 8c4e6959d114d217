-- How long people are kept: the events their clocks run from, holds, and the making blank of what is over.

-- query: retention_people many
-- roles: protocol security head system
-- optional: person_id
-- says: People with the events that their clocks run from, so many behind a number; one of them when that is asked.
SELECT n.id, n.ref, n.name, n.nationality_iso,
       CASE WHEN EXISTS (SELECT 1 FROM mission_appointment s
                          WHERE @rows(s) AND s.person_id = n.id AND s.to_on IS NULL) THEN 1 ELSE 0 END AS is_serving,
       CASE WHEN EXISTS (SELECT 1 FROM person_household f JOIN mission_appointment q ON q.person_id = f.principal_id
                          WHERE @rows(f) AND @rows(q) AND f.person_id = n.id AND f.to_on IS NULL
                            AND q.to_on IS NULL) THEN 1 ELSE 0 END AS is_in_household,
       CASE WHEN EXISTS (SELECT 1 FROM visa_application o
                          WHERE @rows(o) AND o.person_id = n.id AND o.closed_on IS NULL) THEN 1 ELSE 0 END AS is_open,
       CASE WHEN EXISTS (SELECT 1 FROM mission_matter m
                          WHERE @rows(m) AND m.person_id = n.id AND m.closed_on IS NULL)
              OR EXISTS (SELECT 1 FROM expel_person e JOIN expel_measure k ON k.id = e.measure_id
                          WHERE @rows(e) AND @rows(k) AND e.person_id = n.id AND e.struck_on IS NULL
                            AND k.stage <> 'closed') THEN 1 ELSE 0 END AS has_matter,
       (SELECT max(a.to_on) FROM mission_appointment a WHERE @rows(a) AND a.person_id = n.id) AS left_on,
       (SELECT max(coalesce(w.to_on, u.to_on))
          FROM person_household w JOIN mission_appointment u ON u.person_id = w.principal_id
         WHERE @rows(w) AND @rows(u) AND w.person_id = n.id) AS family_left_on,
       (SELECT min(x.to_on) FROM mission_appointment x
         WHERE @rows(x) AND x.person_id = n.id AND x.ended_why = 'expelled') AS expelled_on,
       (SELECT max(g.closed_on) FROM visa_application g
         WHERE @rows(g) AND g.person_id = n.id AND g.outcome = 'granted') AS granted_on,
       (SELECT max(r.closed_on) FROM visa_application r
         WHERE @rows(r) AND r.person_id = n.id AND r.outcome = 'refused') AS refused_on,
       (SELECT max(d.closed_on) FROM visa_application d
         WHERE @rows(d) AND d.person_id = n.id AND d.outcome IN ('withdrawn', 'lapsed')) AS dropped_on,
       (SELECT h.reason FROM retention_hold h WHERE h.person_id = n.id AND h.ended_on IS NULL
         ORDER BY h.id LIMIT 1) AS hold_reason
  FROM person n
 WHERE @rows(n) AND n.id > :after_id AND (CAST(:person_id AS INTEGER) IS NULL OR n.id = :person_id)
 ORDER BY n.id LIMIT :limit_n;

-- query: retention_by_ref one
-- roles: protocol security head system
-- says: The person with a reference number.
SELECT n.id FROM person n WHERE @rows(n) AND n.ref = :ref;

-- query: retention_holds many
-- roles: protocol security head auditor system
-- scan: the holds that run are few
-- says: The holds that run, with who set them.
SELECT h.id, h.person_id, n.ref, h.reason, h.from_on, u.name AS by_name
  FROM retention_hold h JOIN person n ON n.id = h.person_id JOIN account u ON u.id = h.by_account_id
 WHERE @rows(n) AND h.ended_on IS NULL ORDER BY h.from_on, h.id;

-- query: retention_hold_add write
-- roles: security head
-- says: Keeps a person's records while a matter is open.
INSERT INTO retention_hold (person_id, reason, from_on, by_account_id)
VALUES (:person_id, :reason, :from_on, :by_account_id);

-- query: retention_hold_end write
-- roles: security head
-- says: Ends the holds of a person.
UPDATE retention_hold SET ended_on = :ended_on, ended_account_id = :ended_account_id
 WHERE person_id = :person_id AND ended_on IS NULL;

-- query: retention_erasures many
-- roles: protocol security head auditor system
-- scan: sorts what was erased, newest first, by its number
-- says: What was erased, when and by which class; not who it was.
SELECT e.id, e.class, e.due_on, e.erased_on, e.rows_n, e.entries_n
  FROM retention_erasure e ORDER BY e.id DESC LIMIT :limit_n;

-- query: retention_erasure_add write
-- roles: system
-- says: Notes that a person was erased.
INSERT INTO retention_erasure (person_id, class, due_on, erased_on, rows_n, entries_n)
VALUES (:person_id, :class, :due_on, :erased_on, :rows_n, :entries_n);

-- query: retention_png_add write
-- roles: system
-- says: Keeps of an expelled person what recognises a new application.
INSERT INTO retention_png (person_id, sort_key, birth_from_on, birth_to_on, nationality_iso, declared_on, measure)
VALUES (:person_id, :sort_key, :birth_from_on, :birth_to_on, :nationality_iso, :declared_on, :measure);

-- query: retention_keys one
-- roles: system
-- all rows: the person to be erased
-- says: What recognises a person.
SELECT n.sort_key, n.birth_from_on, n.birth_to_on, n.nationality_iso FROM person n WHERE n.id = :id;

-- query: retention_names_of many
-- roles: system
-- all rows: the person to be erased
-- scan: sorts what one person has
-- says: The other forms of a person's name.
SELECT n.id FROM person_name n WHERE n.person_id = :person_id ORDER BY n.id;

-- query: retention_appointments_of many
-- roles: system
-- all rows: the person to be erased
-- scan: sorts what one person has
-- says: The appointments of a person.
SELECT a.id FROM mission_appointment a WHERE a.person_id = :person_id ORDER BY a.id;

-- query: retention_applications_of many
-- roles: system
-- all rows: the person to be erased
-- scan: sorts what one person has
-- says: The applications of a person.
SELECT v.id FROM visa_application v WHERE v.person_id = :person_id ORDER BY v.id;

-- query: retention_holdings_of many
-- roles: system
-- all rows: the person to be erased
-- scan: sorts what one person has
-- says: The history of a person's applications.
SELECT h.id FROM visa_application v JOIN visa_holding h ON h.application_id = v.id WHERE v.person_id = :person_id
 ORDER BY v.id, h.id;

-- query: retention_proposals_of many
-- roles: system
-- all rows: the person to be erased
-- scan: sorts what one person has
-- says: What was proposed about a person's applications, and decided.
SELECT p.id FROM visa_application v JOIN proposal p ON p.object_table = 'visa_application' AND p.object_id = v.id
 WHERE v.person_id = :person_id AND p.state <> 'waiting' ORDER BY v.id, p.id;

-- query: retention_documents_of many
-- roles: system
-- all rows: the person to be erased
-- scan: sorts what one person has
-- says: The documents of a person.
SELECT d.id FROM person_document d WHERE d.person_id = :person_id ORDER BY d.id;

-- query: retention_contacts_of many
-- roles: system
-- all rows: the person to be erased
-- says: Where a person could be reached.
SELECT c.id FROM person_contact c WHERE c.person_id = :person_id ORDER BY c.person_id, c.kind, c.find_key;

-- query: retention_households_of many
-- roles: system
-- all rows: the person to be erased
-- says: The households a person belonged to.
SELECT h.id FROM person_household h WHERE h.person_id = :person_id ORDER BY h.id;

-- query: retention_corrections_of many
-- roles: system
-- all rows: the person to be erased
-- scan: sorts what one person has
-- says: What was corrected about a person.
SELECT c.id FROM mission_correction c WHERE c.person_id = :person_id ORDER BY c.id;

-- query: retention_acts_of many
-- roles: system
-- all rows: the person to be erased
-- scan: sorts what one person has
-- says: The acts of life of a person.
SELECT c.id FROM mission_act c WHERE c.person_id = :person_id ORDER BY c.id;

-- query: retention_family_acts_of many
-- roles: system
-- all rows: the person to be erased
-- scan: the acts of the few members to whose household a person belonged
-- says: The acts of a member that write the name of a person of the household.
SELECT c.id FROM person_household h JOIN mission_act c ON c.person_id = h.principal_id JOIN person w ON w.id = h.person_id
 WHERE h.person_id = :person_id AND c.says IS NOT NULL AND replace(c.says, w.name, '') <> c.says
 ORDER BY h.id, c.id;

-- query: retention_spouses_of many
-- roles: system
-- all rows: the person to be erased
-- scan: the few consents of a person, or to be printed beside one
-- says: What was consented to in order to be printed beside a member.
SELECT s.id FROM list_spouse s WHERE s.person_id = :person_id OR s.principal_id = :person_id ORDER BY s.id;

-- query: retention_measures_of many
-- roles: system
-- all rows: the person to be erased
-- says: The measures that name a person, or with whose member the person left.
SELECT e.id FROM expel_person e WHERE e.person_id = :person_id ORDER BY e.id;

-- query: retention_measure_corrections_of many
-- roles: system
-- all rows: the person to be erased
-- says: What was corrected about a person in measures.
SELECT c.id FROM expel_correction c WHERE c.person_id = :person_id ORDER BY c.id;

-- query: retention_measure_proposals_of many
-- roles: system
-- all rows: the person to be erased
-- scan: sorts what one person has
-- says: What was proposed about the measures that name a person, and decided: it lists the people by name.
SELECT p.id FROM expel_person e JOIN proposal p ON p.object_table = 'expel_measure' AND p.object_id = e.measure_id
 WHERE e.person_id = :person_id AND p.state <> 'waiting' ORDER BY e.id, p.id;

-- query: retention_notes_of many
-- roles: system
-- all rows: the person to be erased
-- says: The notes about measures that name a person, when they write the name.
-- scan: the notes of some measures
SELECT n.id FROM expel_person e JOIN note n ON n.object_table = 'expel_measure' AND n.object_id = e.measure_id
  JOIN person w ON w.id = e.person_id
 WHERE e.person_id = :person_id AND n.wording IS NOT NULL
   AND replace(n.wording, coalesce(e.name_written, w.name), '') <> n.wording ORDER BY e.id, n.id;

-- query: retention_matters_of many
-- roles: system
-- all rows: the person to be erased
-- says: The matters about a person.
SELECT m.id FROM mission_matter m WHERE m.person_id = :person_id ORDER BY m.id;

-- query: retention_blank_measure write
-- roles: system
-- all rows: the person to be erased
-- says: Takes out of a measure why somebody was named, how a note wrote the name, and what was said of the departure.
UPDATE expel_person SET basis = NULL, name_written = NULL, left_says = NULL, principal_id = NULL WHERE id = :id;

-- query: retention_blank_measure_correction write
-- roles: system
-- all rows: the person to be erased
-- says: Takes the words out of a correction of a measure.
UPDATE expel_correction SET was = NULL, became = 'erased', reason = 'erased' WHERE id = :id;

-- query: retention_blank_note write
-- roles: system
-- all rows: the person to be erased
-- says: Takes the wording out of a note that names an erased person.
UPDATE note SET wording = '(erased)' WHERE id = :id;

-- query: retention_blank_matter write
-- roles: system
-- all rows: the person to be erased
-- says: Takes the words out of a matter.
UPDATE mission_matter SET says = 'erased', source = 'erased' WHERE id = :id;

-- query: retention_blank_document write
-- roles: system
-- all rows: the person to be erased
-- says: Makes a document blank.
UPDATE person_document SET document_no = 'erased-' || CAST(id AS TEXT), find_key = 'ERASED' || CAST(id AS TEXT),
       class = NULL, source = 'erased'
 WHERE id = :id;

-- query: retention_blank_contact write
-- roles: system
-- all rows: the person to be erased
-- says: Makes an address, telephone number or e-mail address blank.
UPDATE person_contact SET value = 'erased', find_key = 'ERASED' || CAST(id AS TEXT), source = 'erased' WHERE id = :id;

-- query: retention_blank_household write
-- roles: system
-- all rows: the person to be erased
-- says: Takes out of a household who somebody was in it.
UPDATE person_household SET relation = 'other' WHERE id = :id;

-- query: retention_blank_spouse write
-- roles: system
-- all rows: the person to be erased
-- says: Takes the words out of a consent to be printed.
UPDATE list_spouse SET consent = 'erased' WHERE id = :id;

-- query: retention_blank_correction write
-- roles: system
-- all rows: the person to be erased
-- says: Takes the words out of a correction.
UPDATE mission_correction SET was = NULL, became = NULL WHERE id = :id;

-- query: retention_blank_act write
-- roles: system
-- all rows: the person to be erased
-- says: Takes the words out of an act of life.
UPDATE mission_act SET says = NULL, note_no = NULL WHERE id = :id;

-- query: retention_blank_person write
-- roles: system
-- all rows: the person to be erased
-- says: Makes a person's record blank and hides it.
UPDATE person SET ref = 'erased-' || CAST(id AS TEXT), mission_id = NULL, name = '(erased)', family_name = '(erased)',
       given_names = NULL, patronymic = NULL, prefix = NULL, native_name = NULL, native_lang = NULL, mrz_name = NULL,
       sort_key = '', sex = NULL, birth_from_on = NULL, birth_to_on = NULL, birth_place = NULL, source = 'erased',
       erased_on = :erased_on
 WHERE id = :id AND erased_on IS NULL;

-- query: retention_blank_name write
-- roles: system
-- all rows: the person to be erased
-- says: Makes another form of a name blank.
UPDATE person_name SET name = 'erased-' || CAST(id AS TEXT), lang = NULL, sort_key = '', source = 'erased'
 WHERE id = :id;

-- query: retention_blank_appointment write
-- roles: system
-- all rows: the person to be erased
-- says: Takes the note out of an appointment.
UPDATE mission_appointment SET ended_note = NULL WHERE id = :id;

-- query: retention_blank_application write
-- roles: system
-- all rows: the person to be erased
-- says: Takes the reason and the note's number out of an application.
UPDATE visa_application SET outcome_reason = NULL, note_no = NULL WHERE id = :id;

-- query: retention_blank_holding write
-- roles: system
-- all rows: the person to be erased
-- says: Takes the reason out of a line of an application's history.
UPDATE visa_holding SET reason = 'erased' WHERE id = :id;

-- query: retention_verdicts_of many
-- roles: system
-- all rows: the person to be erased
-- scan: the few hits of one person
-- says: What was said of a person's hits.
SELECT v.id FROM vet_verdict v JOIN vet_hit h ON h.id = v.hit_id WHERE h.person_id = :person_id ORDER BY v.id;

-- query: retention_hits_of many
-- roles: system
-- all rows: the person to be erased
-- scan: the few hits of one person
-- says: A person's hits.
SELECT h.id FROM vet_hit h WHERE h.person_id = :person_id ORDER BY h.id;

-- query: retention_advice_of many
-- roles: system
-- all rows: the person to be erased
-- says: The advice about a person.
SELECT d.id FROM vet_advice d WHERE d.person_id = :person_id ORDER BY d.id;

-- query: retention_blank_verdict write
-- roles: system
-- all rows: the person to be erased
-- says: Takes the words out of a verdict.
UPDATE vet_verdict SET evidence = '', note = NULL, second_note = NULL WHERE id = :id;

-- query: retention_blank_hit write
-- roles: system
-- all rows: the person to be erased
-- says: Takes the names out of a hit.
UPDATE vet_hit SET name = '(erased)', listed_name = '(erased)', evidence = '', other = '', state = 'gone' WHERE id = :id;

-- query: retention_blank_advice write
-- roles: system
-- all rows: the person to be erased
-- says: Takes the words out of advice.
UPDATE vet_advice SET reason = '(erased)', origin = NULL, reference = NULL WHERE id = :id;

-- query: retention_attachments_of many
-- roles: system
-- all rows: the person to be erased
-- says: The scans and photographs of a person's record and applications.
-- scan: the attachments of all, when somebody is erased
SELECT t.id FROM attachment t
 WHERE (t.object_table = 'person' AND t.object_id = :person_id)
    OR (t.object_table = 'visa_application'
        AND t.object_id IN (SELECT a.id FROM visa_application a WHERE a.person_id = :person_id))
 ORDER BY t.id;

-- query: retention_blank_attachment write
-- roles: system
-- all rows: the person to be erased
-- says: Makes blank what an attachment shows; its bytes are no longer its.
UPDATE attachment SET title = '', content_hash = :content_hash WHERE id = :id;

-- query: retention_forget_content write
-- roles: system
-- all rows: what anybody's record still has stays
-- says: The bytes that belong to no attachment any more are gone.
-- scan: the contents, when somebody is erased
DELETE FROM attachment_content
 WHERE NOT EXISTS (SELECT 1 FROM attachment t WHERE t.content_hash = attachment_content.content_hash);

-- query: retention_blank_compared write
-- roles: system
-- says: Takes away what was kept of a person's names to compare them.
UPDATE vet_person SET facts_hash = :facts_hash, keys_blob = :keys_blob WHERE person_id = :person_id;

-- query: retention_blank_proposal write
-- roles: system
-- says: Takes out of a decided proposal what it was about.
-- all rows: what is erased is erased for everybody
UPDATE proposal SET body = '{}', summary = '(erased)', reason = NULL WHERE id = :id AND state <> 'waiting';

-- query: retention_looks many
-- roles: security head auditor
-- says: Who looked at a person, the latest first.
SELECT l.id, l.body FROM audit_leaf l
 WHERE l.object_table = 'person' AND l.object_id = :person_id AND l.op = 'view'
 ORDER BY l.id DESC LIMIT :limit_n;

-- query: retention_person_exists one
-- roles: security head auditor
-- says: Is there a person with this number who was not erased?
SELECT n.id, n.ref FROM person n WHERE @rows(n) AND n.id = :id;

-- query: retention_ministry one
-- roles: mission protocol visa vetting security desk head auditor admin system
-- says: The ministry that keeps the register.
SELECT r.ministry, s.name AS host_name FROM ref_register r JOIN ref_state s ON s.iso = r.host_iso WHERE r.id = 1;
