-- Diplomatic notes: lists, one note, its chain, and the writes of its life.

-- query: note_list many
-- roles: mission protocol visa vetting security desk head auditor
-- says: Notes of all missions, the latest first, before a given one.
-- optional: direction state
SELECT n.id, n.ref, n.direction, n.kind, n.lang, n.subject, n.state, n.note_no, n.note_on, n.received_on, n.mission_id,
       m.name AS mission_name
  FROM note n JOIN mission m ON m.id = n.mission_id
 WHERE @rows(n) AND @rows(m) AND n.id < :before_id
   AND (CAST(:direction AS TEXT) IS NULL OR n.direction = :direction)
   AND (CAST(:state AS TEXT) IS NULL OR n.state = :state)
 ORDER BY n.id DESC
 LIMIT :limit_n;

-- query: note_of_mission many
-- roles: mission protocol visa vetting security desk head auditor
-- says: Notes to and from one mission, the latest first, before a given one.
-- optional: direction state
SELECT n.id, n.ref, n.direction, n.kind, n.lang, n.subject, n.state, n.note_no, n.note_on, n.received_on, n.mission_id,
       m.name AS mission_name
  FROM note n JOIN mission m ON m.id = n.mission_id
 WHERE @rows(n) AND @rows(m) AND n.mission_id = :mission_id AND n.id < :before_id
   AND (CAST(:direction AS TEXT) IS NULL OR n.direction = :direction)
   AND (CAST(:state AS TEXT) IS NULL OR n.state = :state)
 ORDER BY n.id DESC
 LIMIT :limit_n;

-- query: note_by_id one
-- roles: mission protocol visa vetting security desk head auditor system
-- says: One note with its mission and the note that it supersedes.
-- not null: id mission_id changes_n
SELECT n.id, n.ref, n.direction, n.kind, n.lang, n.template, n.subject, n.wording, n.state, n.note_no, n.note_on,
       n.received_on, n.mission_id, m.name AS mission_name, m.sending_iso, n.supersedes_id, o.ref AS supersedes_ref,
       o.note_no AS supersedes_no, n.object_table, n.object_id, n.changes_n, n.is_invented
  FROM note n
  JOIN mission m ON m.id = n.mission_id
  LEFT JOIN note o ON o.id = n.supersedes_id AND @rows(o)
 WHERE @rows(n) AND @rows(m) AND n.id = :id;

-- query: note_people one
-- roles: protocol visa vetting security desk head auditor
-- says: Who drafted and who approved a note.
SELECT d.name AS drafted_name, p.name AS approved_name
  FROM note n
  LEFT JOIN account d ON d.id = n.drafted_account_id
  LEFT JOIN account p ON p.id = n.approved_account_id
 WHERE @rows(n) AND n.id = :id;

-- query: note_by_ref one
-- roles: mission protocol visa vetting security desk head auditor system
-- says: Which note has the reference that people say.
SELECT n.id FROM note n WHERE @rows(n) AND n.ref = :ref;

-- query: note_by_no many
-- roles: mission protocol visa vetting security desk head auditor
-- says: The notes with the number that stands on the paper; several missions may have used the same.
-- scan: sorts the few notes of one number
SELECT n.id, n.ref, n.direction, n.mission_id, m.name AS mission_name, n.subject, n.note_on
  FROM note n JOIN mission m ON m.id = n.mission_id
 WHERE @rows(n) AND @rows(m) AND n.note_no = :note_no
 ORDER BY n.id DESC;

-- query: note_later many
-- roles: mission protocol visa vetting security desk head auditor system
-- says: The notes that supersede one.
-- scan: sorts the few that do
SELECT n.id, n.ref, n.note_no, n.note_on, n.state FROM note n WHERE @rows(n) AND n.supersedes_id = :id ORDER BY n.id;

-- query: note_about many
-- roles: protocol visa vetting security desk head auditor
-- says: The notes about one object, the latest first.
-- scan: sorts the few notes of one object
SELECT n.id, n.ref, n.direction, n.subject, n.state, n.note_no, n.note_on
  FROM note n
 WHERE @rows(n) AND n.object_table = :object_table AND n.object_id = :object_id
 ORDER BY n.id DESC;

-- query: note_missions many
-- roles: protocol visa vetting security desk head
-- says: The missions in a host state that are not closed, to choose one from.
-- scan: sorts the missions of one host, some hundreds
SELECT m.id, m.name, m.city, s.name AS state_name
  FROM mission m JOIN ref_state s ON s.iso = m.sending_iso
 WHERE @rows(m) AND m.host_iso = :host_iso AND m.status <> 'closed'
 ORDER BY s.name, m.name, m.city;

-- query: note_mission one
-- roles: protocol visa vetting security desk head system
-- says: The name of a mission that a note goes to.
SELECT m.name, m.sending_iso FROM mission m WHERE @rows(m) AND m.id = :id;

-- query: note_last one
-- roles: protocol visa desk head system
-- says: The highest number of a note so far, for the next reference.
-- all rows: a count of all notes, none of them shown
SELECT coalesce(max(n.id), 0) AS last_id FROM note n;

-- query: note_last_seq one
-- roles: protocol visa head system
-- says: The number of the last note sent to a mission in a year.
SELECT coalesce(max(n.seq_n), 0) AS seq_n
  FROM note n
 WHERE @rows(n) AND n.mission_id = :mission_id AND n.year_n = :year_n;

-- query: note_add write
-- roles: protocol visa desk head system
-- says: Adds a draft, or a note received.
INSERT INTO note (ref, direction, kind, mission_id, lang, template, subject, wording, state, note_no, note_on,
    received_on, supersedes_id, object_table, object_id, drafted_account_id, changes_n, is_invented)
VALUES (:ref, :direction, :kind, :mission_id, :lang, :template, :subject, :wording, :state, :note_no, :note_on,
    :received_on, :supersedes_id, :object_table, :object_id, :drafted_account_id, 0, :is_invented);

-- query: note_set_wording write
-- roles: protocol visa desk head
-- says: Changes the wording of a note that is not sent; it needs approval then, again; unless it was changed meanwhile.
-- all rows: written only by roles that see all missions
UPDATE note
   SET subject = :subject, wording = :wording, state = 'draft', approved_account_id = NULL, changes_n = :changes_n + 1
 WHERE id = :id AND state IN ('draft', 'approved') AND changes_n = :changes_n;

-- query: note_set_approved write
-- roles: head system
-- says: Approves the wording of a draft.
-- all rows: written only by roles that see all missions
UPDATE note SET state = 'approved', approved_account_id = :approved_account_id WHERE id = :id AND state = 'draft';

-- query: note_set_sent write
-- roles: protocol visa head system
-- says: Gives an approved note its number and day: it is sent, and never changes again.
-- all rows: written only by roles that see all missions
UPDATE note
   SET state = 'sent', year_n = :year_n, seq_n = :seq_n, note_no = :note_no, note_on = :note_on
 WHERE id = :id AND state = 'approved';

-- query: note_template_all many
-- roles: protocol visa vetting security desk head auditor admin system
-- says: Every version of every template that the ministry has made its own, by template, the earliest first.
-- scan: some dozens of rows
SELECT t.id, t.name, t.lang, t.label, t.subject, t.wording, t.why, t.from_on, t.state, p.name AS proposed_name,
       d.name AS decided_name
  FROM note_template t
  JOIN account p ON p.id = t.account_id
  LEFT JOIN account d ON d.id = t.decided_account_id
 WHERE @rows(t)
 ORDER BY t.name, t.lang, t.from_on, t.id;

-- query: note_template_by_id one
-- roles: protocol visa vetting security desk head auditor admin
-- says: One version of a template.
SELECT t.id, t.name, t.lang, t.label, t.subject, t.wording, t.why, t.from_on, t.state, p.name AS proposed_name,
       d.name AS decided_name
  FROM note_template t
  JOIN account p ON p.id = t.account_id
  LEFT JOIN account d ON d.id = t.decided_account_id
 WHERE @rows(t) AND t.id = :id;

-- query: note_template_add write
-- roles: protocol desk head admin
-- says: Proposes a version of a template.
INSERT INTO note_template (name, lang, label, subject, wording, why, from_on, state, account_id)
VALUES (:name, :lang, :label, :subject, :wording, :why, :from_on, 'proposed', :account_id);

-- query: note_template_decide write
-- roles: head
-- says: Approves or rejects a version of a template; one that is approved late begins on that day.
-- all rows: written only by roles that see all missions
UPDATE note_template SET state = :state, from_on = :from_on, decided_account_id = :decided_account_id
 WHERE id = :id AND state = 'proposed';
