-- Applications: the backlog, the queue, one application with its history, standards, and the writes of the deeds.
-- An application is the other side's when receiving_iso is the host, and ours when sending_iso is.

-- query: visa_open many
-- roles: protocol visa vetting security desk head auditor
-- says: What the backlog of one corridor is counted from: every open application, soonest due first.
SELECT a.received_on, a.due_on, a.stopped_days, a.stopped_since_on, a.holder, a.kind, a.visa_until_on, a.watched_from_on
  FROM visa_application a
 WHERE @rows(a) AND a.receiving_iso = :receiving_iso AND a.sending_iso = :sending_iso AND a.closed_on IS NULL
 ORDER BY a.due_on, a.id;

-- query: visa_open_at many
-- roles: protocol visa vetting security desk head auditor
-- says: The same as it stood at the end of a past day, from the history of holdings.
-- null: stopped_since_on
SELECT a.received_on, h.due_on, h.stopped_days,
       CASE WHEN h.is_clock_stopped = 1 THEN h.from_on END AS stopped_since_on, h.holder, a.kind, a.visa_until_on,
       a.watched_from_on
  FROM visa_application a
  JOIN visa_holding h ON h.application_id = a.id AND h.from_on <= :day_on AND (h.to_on IS NULL OR h.to_on > :day_on)
 WHERE @rows(a) AND @rows(h) AND a.receiving_iso = :receiving_iso AND a.sending_iso = :sending_iso
   AND a.received_on <= :day_on
 ORDER BY a.received_on;

-- query: visa_queue many
-- roles: protocol visa vetting security head
-- says: Open applications to one state, soonest due first; the page behind (after_due_on, after_id).
-- optional: sending_iso stage holder kind
-- null: taken_by_name given_to_name
SELECT a.id, a.ref, a.kind, s.name AS state_name, n.name AS person_name, n.native_name, n.native_lang, p.post_no,
       p.frozen_since_on, a.stage, a.holder, a.holder_since_on, a.received_on, a.due_on, a.stopped_days,
       a.stopped_since_on, a.visa_until_on,
       (SELECT w.name FROM visa_lock k JOIN account w ON w.id = k.account_id
         WHERE k.application_id = a.id AND k.until_at > :now_at) AS taken_by_name,
       (SELECT g.name FROM account g WHERE g.id = a.assigned_account_id) AS given_to_name
  FROM visa_application a
  JOIN person n ON n.id = a.person_id
  JOIN ref_state s ON s.iso = a.sending_iso
  LEFT JOIN mission_post p ON p.id = a.post_id AND @rows(p)
 WHERE @rows(a) AND @rows(n) AND a.receiving_iso = :receiving_iso AND a.closed_on IS NULL
   AND (a.due_on, a.id) > (:after_due_on, :after_id)
   AND (CAST(:sending_iso AS TEXT) IS NULL OR a.sending_iso = :sending_iso)
   AND (CAST(:stage AS TEXT) IS NULL OR a.stage = :stage)
   AND (CAST(:holder AS TEXT) IS NULL OR a.holder = :holder)
   AND (CAST(:kind AS TEXT) IS NULL OR a.kind = :kind)
   AND (:is_over_only = 0 OR coalesce(a.stopped_since_on, :today_on) > a.due_on)
 ORDER BY a.due_on, a.id
 LIMIT :limit_n;

-- query: visa_queue_by_age many
-- roles: protocol visa vetting security head
-- says: The same, oldest first; the page behind (after_received_on, after_id).
-- row: visa_queue
-- optional: sending_iso stage holder kind
-- null: taken_by_name given_to_name
SELECT a.id, a.ref, a.kind, s.name AS state_name, n.name AS person_name, n.native_name, n.native_lang, p.post_no,
       p.frozen_since_on, a.stage, a.holder, a.holder_since_on, a.received_on, a.due_on, a.stopped_days,
       a.stopped_since_on, a.visa_until_on,
       (SELECT w.name FROM visa_lock k JOIN account w ON w.id = k.account_id
         WHERE k.application_id = a.id AND k.until_at > :now_at) AS taken_by_name,
       (SELECT g.name FROM account g WHERE g.id = a.assigned_account_id) AS given_to_name
  FROM visa_application a
  JOIN person n ON n.id = a.person_id
  JOIN ref_state s ON s.iso = a.sending_iso
  LEFT JOIN mission_post p ON p.id = a.post_id AND @rows(p)
 WHERE @rows(a) AND @rows(n) AND a.receiving_iso = :receiving_iso AND a.closed_on IS NULL
   AND (a.received_on, a.id) > (:after_received_on, :after_id)
   AND (CAST(:sending_iso AS TEXT) IS NULL OR a.sending_iso = :sending_iso)
   AND (CAST(:stage AS TEXT) IS NULL OR a.stage = :stage)
   AND (CAST(:holder AS TEXT) IS NULL OR a.holder = :holder)
   AND (CAST(:kind AS TEXT) IS NULL OR a.kind = :kind)
   AND (:is_over_only = 0 OR coalesce(a.stopped_since_on, :today_on) > a.due_on)
 ORDER BY a.received_on, a.id
 LIMIT :limit_n;

-- query: visa_ended many
-- roles: protocol visa vetting security head
-- says: Applications to one state that ended, latest first; the page behind (before_closed_on, before_id).
-- optional: sending_iso outcome kind
-- not null: closed_on outcome
SELECT a.id, a.ref, a.kind, s.name AS state_name, n.name AS person_name, p.post_no, a.received_on, a.closed_on, a.stopped_days,
       a.outcome
  FROM visa_application a
  JOIN person n ON n.id = a.person_id
  JOIN ref_state s ON s.iso = a.sending_iso
  LEFT JOIN mission_post p ON p.id = a.post_id AND @rows(p)
 WHERE @rows(a) AND @rows(n) AND a.receiving_iso = :receiving_iso AND a.closed_on IS NOT NULL
   AND (a.closed_on, a.id) < (:before_closed_on, :before_id)
   AND (CAST(:sending_iso AS TEXT) IS NULL OR a.sending_iso = :sending_iso)
   AND (CAST(:outcome AS TEXT) IS NULL OR a.outcome = :outcome)
   AND (CAST(:kind AS TEXT) IS NULL OR a.kind = :kind)
 ORDER BY a.closed_on DESC, a.id DESC
 LIMIT :limit_n;

-- query: visa_open_counts many
-- roles: protocol visa vetting security desk head auditor
-- says: How many applications to one state are open and over standard, by sending state, stage, holder and kind.
-- scan: reads the open applications of one receiving state, in an index that holds all of it
-- not null: over_n
SELECT a.sending_iso, a.stage, a.holder, a.kind, count(*) AS open_n,
       CAST(sum(CASE WHEN coalesce(a.stopped_since_on, :today_on) > a.due_on THEN 1 ELSE 0 END) AS INTEGER) AS over_n
  FROM visa_application a
 WHERE @rows(a) AND a.receiving_iso = :receiving_iso AND a.closed_on IS NULL
 GROUP BY a.sending_iso, a.stage, a.holder, a.kind ORDER BY a.sending_iso, a.stage, a.holder, a.kind;

-- query: visa_states many
-- roles: protocol visa vetting security desk head auditor
-- says: The states that have applied to the host, or the host to them, by name.
-- scan: the states of the world, each looked up twice
SELECT s.iso, s.name
  FROM ref_state s
 WHERE EXISTS (SELECT 1 FROM visa_application a
                WHERE @rows(a) AND a.receiving_iso = :host_iso AND a.sending_iso = s.iso)
    OR EXISTS (SELECT 1 FROM visa_application b
                WHERE @rows(b) AND b.receiving_iso = s.iso AND b.sending_iso = :host_iso)
 ORDER BY s.name;

-- query: visa_by_ref one
-- roles: protocol visa vetting security head system
-- says: Which application has the number that people say, and where it stands.
SELECT a.id, a.stage, a.holder_since_on
  FROM visa_application a
 WHERE @rows(a) AND a.ref = :ref;

-- query: visa_get one
-- roles: protocol visa vetting security head
-- says: One application with its person, mission, post and standard.
SELECT a.id, a.ref, a.kind, a.sending_iso, a.receiving_iso, a.mission_id, m.name AS mission_name, a.person_id,
       n.name AS person_name, n.native_name, n.native_lang, a.post_id, p.post_no, p.title AS post_title,
       p.category AS post_category, p.frozen_since_on, p.frozen_why, a.household_id, a.visa_until_on, a.received_on,
       a.note_no, a.standard_id, s.name AS standard_name, s.limit_days, s.unit, s.source AS standard_source, a.due_on,
       a.stage, a.holder, a.holder_since_on, a.stopped_days, a.stopped_since_on, a.closed_on, a.outcome,
       a.outcome_reason, a.reason_code, a.valid_from_on, a.valid_until_on, a.entries, a.tenure_until_on, a.is_invented,
       g.name AS given_to_name
  FROM visa_application a
  JOIN mission m ON m.id = a.mission_id
  JOIN person n ON n.id = a.person_id
  JOIN visa_standard s ON s.id = a.standard_id
  LEFT JOIN mission_post p ON p.id = a.post_id AND @rows(p)
  LEFT JOIN account g ON g.id = a.assigned_account_id
 WHERE @rows(a) AND @rows(m) AND @rows(n) AND a.id = :id;

-- query: visa_holdings many
-- roles: protocol visa vetting security head
-- says: The history of one application: who held it, at which stage, from when to when, why, and by whom.
SELECT h.id, h.stage, h.holder, h.from_on, h.to_on, h.is_clock_stopped, h.reason, h.due_on, h.by_account_id,
       u.name AS by_name
  FROM visa_holding h LEFT JOIN account u ON u.id = h.by_account_id
 WHERE @rows(h) AND h.application_id = :application_id
 ORDER BY h.from_on, h.id;

-- query: visa_household many
-- roles: protocol visa vetting security head
-- says: The applications of a household, given that of its head.
-- scan: sorts the few applications of one household
SELECT a.id, a.ref, a.kind, n.name AS person_name, a.received_on, a.stage, a.closed_on, a.outcome
  FROM visa_application a JOIN person n ON n.id = a.person_id
 WHERE @rows(a) AND @rows(n) AND a.household_id = :household_id
 ORDER BY a.received_on, a.id;

-- query: visa_of_person many
-- roles: protocol visa vetting security head
-- says: All applications of one person, latest first.
SELECT a.id, a.ref, a.kind, a.received_on, a.stage, a.holder, a.closed_on, a.outcome
  FROM visa_application a
 WHERE @rows(a) AND a.person_id = :person_id
 ORDER BY a.received_on DESC;

-- query: visa_own many
-- roles: mission
-- says: What a mission sees of its own open applications: whether it must act itself, and nothing of the stage within.
SELECT a.id, a.ref, a.kind, n.name AS person_name, p.post_no, a.received_on, a.due_on, a.stopped_days,
       a.stopped_since_on, CASE WHEN a.holder = 'mission' THEN 1 ELSE 0 END AS is_with_you
  FROM visa_application a
  JOIN person n ON n.id = a.person_id
  LEFT JOIN mission_post p ON p.id = a.post_id AND @rows(p)
 WHERE @rows(a) AND @rows(n) AND a.mission_id = :mission_id AND a.closed_on IS NULL
   AND (a.received_on, a.id) > (:after_received_on, :after_id)
 ORDER BY a.received_on, a.id
 LIMIT :limit_n;

-- query: visa_state_of one
-- roles: protocol visa vetting security head system
-- says: What a move of one application must know of it.
SELECT a.id, a.ref, a.received_on, a.stage, a.holder, a.holder_since_on, a.stopped_days, a.stopped_since_on, a.due_on,
       a.closed_on, s.limit_days, s.unit, h.id AS holding_id, h.from_on AS holding_from_on
  FROM visa_application a
  JOIN visa_standard s ON s.id = a.standard_id
  JOIN visa_holding h ON h.application_id = a.id AND h.to_on IS NULL
 WHERE @rows(a) AND @rows(h) AND a.id = :id;

-- query: visa_standards many
-- roles: mission protocol visa vetting security desk head auditor system
-- says: The standards in force on a day for one corridor, the most special first.
-- scan: sorts the few standards of one corridor
SELECT s.id, s.receiving_iso, s.sending_iso, s.kind, s.category, s.name, s.basis, s.limit_days, s.unit, s.from_on,
       s.to_on, s.source
  FROM visa_standard s
 WHERE s.receiving_iso = :receiving_iso AND (s.sending_iso IS NULL OR s.sending_iso = :sending_iso)
   AND s.from_on <= :day_on AND (s.to_on IS NULL OR s.to_on >= :day_on)
 ORDER BY (CASE WHEN s.sending_iso IS NULL THEN 0 ELSE 4 END + CASE WHEN s.kind IS NULL THEN 0 ELSE 2 END
       + CASE WHEN s.category IS NULL THEN 0 ELSE 1 END) DESC, s.from_on DESC, s.id DESC;

-- query: visa_standards_all many
-- roles: protocol visa vetting security desk head auditor
-- says: Every standard there is or was, by corridor, the latest first.
-- scan: some hundred rows
SELECT s.receiving_iso, s.sending_iso, s.kind, s.category, s.name, s.basis, s.limit_days, s.unit, s.from_on, s.to_on,
       s.source
  FROM visa_standard s
 ORDER BY s.receiving_iso, s.sending_iso NULLS LAST, s.kind NULLS FIRST, s.category NULLS FIRST, s.from_on DESC, s.id;

-- query: visa_last one
-- roles: protocol visa system
-- says: The highest number of an application so far, for the next reference.
-- all rows: a count of all applications, none of them shown
SELECT coalesce(max(a.id), 0) AS last_id FROM visa_application a;

-- query: visa_add write
-- roles: visa system
-- says: Enters an application; its first holding follows in the same deed.
INSERT INTO visa_application (ref, kind, sending_iso, receiving_iso, mission_id, person_id, post_id, household_id,
    visa_until_on, received_on, note_no, standard_id, due_on, stage, holder, holder_since_on, stopped_days,
    stopped_since_on, closed_on, outcome, outcome_reason, watched_from_on, is_invented)
VALUES (:ref, :kind, :sending_iso, :receiving_iso, :mission_id, :person_id, :post_id, :household_id,
    :visa_until_on, :received_on, :note_no, :standard_id, :due_on, :stage, :holder, :holder_since_on, :stopped_days,
    :stopped_since_on, :closed_on, :outcome, :outcome_reason, :watched_from_on, :is_invented);

-- query: visa_set_holding write
-- roles: protocol visa vetting security head system
-- says: Moves an open application to a stage and a holder, and sets its clocks; unless it has moved in the meantime.
-- all rows: written only by roles that see all missions
UPDATE visa_application
   SET stage = :stage, holder = :holder, holder_since_on = :holder_since_on, due_on = :due_on,
       stopped_days = :stopped_days, stopped_since_on = :stopped_since_on
 WHERE id = :id AND closed_on IS NULL AND stage = :was_stage AND holder = :was_holder;

-- query: visa_close write
-- roles: visa head system
-- says: Ends an application with its outcome.
-- all rows: written only by roles that see all missions
UPDATE visa_application
   SET stage = 'closed', closed_on = :closed_on, outcome = :outcome, outcome_reason = :outcome_reason,
       reason_code = :reason_code, valid_from_on = :valid_from_on, valid_until_on = :valid_until_on,
       entries = :entries, tenure_until_on = :tenure_until_on, stopped_days = :stopped_days, stopped_since_on = NULL
 WHERE id = :id AND closed_on IS NULL AND stage = :was_stage;

-- query: visa_holding_add write
-- roles: protocol visa vetting security head system
-- says: Adds a line to the history of an application.
INSERT INTO visa_holding (application_id, stage, holder, from_on, to_on, due_on, stopped_days, is_clock_stopped, reason,
    by_account_id)
VALUES (:application_id, :stage, :holder, :from_on, :to_on, :due_on, :stopped_days, :is_clock_stopped, :reason,
    :by_account_id);

-- query: visa_holding_end write
-- roles: protocol visa vetting security head system
-- says: Ends the running line of the history.
-- all rows: written only by roles that see all missions
UPDATE visa_holding SET to_on = :to_on WHERE id = :id AND to_on IS NULL;

-- query: visa_standard_add write
-- roles: head system
-- says: Adds a standard; applications already received keep theirs.
INSERT INTO visa_standard (receiving_iso, sending_iso, kind, category, name, basis, limit_days, unit, from_on, to_on,
    source)
VALUES (:receiving_iso, :sending_iso, :kind, :category, :name, :basis, :limit_days, :unit, :from_on, :to_on, :source);

-- query: visa_standard_end write
-- roles: head system
-- says: Sets the last day of receipt to which a standard applies.
UPDATE visa_standard SET to_on = :to_on WHERE id = :id;

-- ---- working on them ----

-- query: visa_next many
-- roles: protocol visa vetting security head
-- says: What one should take next: what breaches its standard soonest, standards both sides know first, then the oldest.
-- scan: sorts the applications that are due on the same day
SELECT a.id, a.ref
  FROM visa_application a
  JOIN visa_standard s ON s.id = a.standard_id
 WHERE @rows(a) AND a.receiving_iso = :receiving_iso AND a.closed_on IS NULL AND a.holder = :holder
   AND (a.assigned_account_id IS NULL OR a.assigned_account_id = :account_id)
   AND NOT EXISTS (SELECT 1 FROM visa_lock k
                    WHERE k.application_id = a.id AND k.until_at > :now_at AND k.account_id <> :account_id)
   AND NOT EXISTS (SELECT 1 FROM visa_conflict f WHERE f.application_id = a.id AND f.account_id = :account_id)
 ORDER BY a.due_on, CASE WHEN s.basis = 'own_target' THEN 1 ELSE 0 END, a.received_on, a.id
 LIMIT 1;

-- query: visa_lock_of one
-- roles: protocol visa vetting security head
-- says: Who is working on an application.
SELECT k.account_id, u.name AS account_name, k.until_at
  FROM visa_lock k JOIN account u ON u.id = k.account_id
 WHERE k.application_id = :application_id AND k.until_at > :now_at;

-- query: visa_lock_set write
-- roles: protocol visa vetting security head
-- says: Takes an application until an instant, or gives it back.
INSERT INTO visa_lock (application_id, account_id, until_at) VALUES (:application_id, :account_id, :until_at)
ON CONFLICT (application_id) DO UPDATE SET account_id = excluded.account_id, until_at = excluded.until_at;

-- query: visa_conflict_of one
-- roles: protocol visa vetting security head
-- says: Why somebody must keep out of an application.
SELECT f.reason, f.declared_on
  FROM visa_conflict f
 WHERE f.application_id = :application_id AND f.account_id = :account_id;

-- query: visa_conflict_add write
-- roles: protocol visa vetting security head
-- says: Somebody must keep out of an application.
INSERT INTO visa_conflict (application_id, account_id, reason, declared_on)
VALUES (:application_id, :account_id, :reason, :declared_on);

-- query: visa_people many
-- roles: protocol visa vetting security head
-- says: Whom work may be given to.
-- scan: everybody who works with the register; some hundred rows
SELECT u.id, u.login, u.name, u.role_bits
  FROM account u
 WHERE u.is_active = 1 AND u.mission_id IS NULL
 ORDER BY u.login;

-- query: visa_assign write
-- roles: protocol visa vetting security head
-- says: Gives an open application to one person, or to the whole section again.
-- all rows: written only by roles that see all missions
UPDATE visa_application SET assigned_account_id = :assigned_account_id WHERE id = :id AND closed_on IS NULL;

-- query: visa_papers many
-- roles: protocol visa vetting security head mission
-- says: Which papers of an application came, and which were asked for.
SELECT p.item, p.given_on, p.asked_on
  FROM visa_paper p
 WHERE @rows(p) AND p.application_id = :application_id
 ORDER BY p.application_id, p.item;

-- query: visa_paper_give write
-- roles: protocol visa system
-- says: A paper has come.
INSERT INTO visa_paper (application_id, item, given_on) VALUES (:application_id, :item, :given_on)
ON CONFLICT (application_id, item) DO UPDATE SET given_on = excluded.given_on;

-- query: visa_paper_ask write
-- roles: protocol visa vetting
-- says: A paper is asked for.
INSERT INTO visa_paper (application_id, item, asked_on) VALUES (:application_id, :item, :asked_on)
ON CONFLICT (application_id, item) DO UPDATE SET asked_on = excluded.asked_on;

-- query: visa_open_of_person one
-- roles: visa
-- says: An open application of a person of one kind.
-- scan: the few applications of one person
SELECT a.id, a.ref FROM visa_application a
 WHERE @rows(a) AND a.person_id = :person_id AND a.kind = :kind AND a.closed_on IS NULL
 ORDER BY a.received_on LIMIT 1;
