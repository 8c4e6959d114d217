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
SELECT a.id, a.ref, a.kind, a.sending_iso, n.name AS person_name, n.native_name, n.native_lang, p.post_no,
       p.frozen_since_on, a.stage, a.holder, a.holder_since_on, a.received_on, a.due_on, a.stopped_days,
       a.stopped_since_on, a.visa_until_on
  FROM visa_application a
  JOIN person n ON n.id = a.person_id
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

-- query: visa_open_counts many
-- roles: protocol visa vetting security desk head auditor
-- says: How many applications to one state are open and over standard, by sending state, stage, holder and kind.
-- scan: groups the open applications of one receiving state in a temporary tree
-- not null: over_n
SELECT a.sending_iso, a.stage, a.holder, a.kind, count(*) AS open_n,
       CAST(sum(CASE WHEN coalesce(a.stopped_since_on, :today_on) > a.due_on THEN 1 ELSE 0 END) AS INTEGER) AS over_n
  FROM visa_application a
 WHERE @rows(a) AND a.receiving_iso = :receiving_iso AND a.closed_on IS NULL
 GROUP BY a.sending_iso, a.stage, a.holder, a.kind;

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
-- roles: protocol visa vetting security head
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
       a.outcome_reason, a.is_invented
  FROM visa_application a
  JOIN mission m ON m.id = a.mission_id
  JOIN person n ON n.id = a.person_id
  JOIN visa_standard s ON s.id = a.standard_id
  LEFT JOIN mission_post p ON p.id = a.post_id AND @rows(p)
 WHERE @rows(a) AND @rows(m) AND @rows(n) AND a.id = :id;

-- query: visa_holdings many
-- roles: protocol visa vetting security head
-- says: The history of one application: who held it, at which stage, from when to when, why, and by whom.
SELECT h.id, h.stage, h.holder, h.from_on, h.to_on, h.is_clock_stopped, h.reason, h.due_on, u.name AS by_name
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
       stopped_days = :stopped_days, stopped_since_on = NULL
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
