-- What the outlook of a corridor is made from: what came and what ended on each day, and how long each took.

-- query: backlog_come many
-- roles: protocol visa vetting security desk head auditor
-- says: How many applications of one corridor came on each day up to one.
SELECT a.received_on, count(*) AS come_n
  FROM visa_application a
 WHERE @rows(a) AND a.receiving_iso = :receiving_iso AND a.sending_iso = :sending_iso AND a.received_on <= :to_on
 GROUP BY a.received_on
 ORDER BY a.received_on;

-- query: backlog_done many
-- roles: protocol visa vetting security desk head auditor
-- says: How many applications of one corridor ended on each day up to one.
-- not null: closed_on
SELECT a.closed_on, count(*) AS done_n
  FROM visa_application a
 WHERE @rows(a) AND a.receiving_iso = :receiving_iso AND a.sending_iso = :sending_iso AND a.closed_on <= :to_on
 GROUP BY a.closed_on
 ORDER BY a.closed_on;

-- query: backlog_waits many
-- roles: protocol visa vetting security desk head auditor
-- says: How long each application of one corridor that ended between two days was under way, and how it ended.
-- not null: closed_on
SELECT a.received_on, a.watched_from_on, a.closed_on, a.stopped_days, a.outcome
  FROM visa_application a
 WHERE @rows(a) AND a.receiving_iso = :receiving_iso AND a.sending_iso = :sending_iso
   AND a.closed_on >= :from_on AND a.closed_on <= :to_on
 ORDER BY a.closed_on;

-- ---- what waiting does ----

-- query: backlog_split many
-- roles: system
-- says: Households of a corridor of which one was let in by a day and others still waited then.
-- scan: groups those who waited by household
SELECT coalesce(a.household_id, a.id) AS household_id, count(*) AS waiting_n
  FROM visa_application a
 WHERE @rows(a) AND a.received_on <= :day_on
   AND a.id IN (SELECT o.id FROM visa_application o
                 WHERE @rows(o) AND o.receiving_iso = :receiving_iso AND o.sending_iso = :sending_iso AND o.closed_on IS NULL
                UNION ALL
                SELECT e.id FROM visa_application e
                 WHERE @rows(e) AND e.receiving_iso = :receiving_iso AND e.sending_iso = :sending_iso AND e.closed_on > :day_on)
   AND (EXISTS (SELECT 1 FROM visa_application h
                 WHERE @rows(h) AND h.id = a.household_id AND h.outcome = 'granted' AND h.closed_on <= :day_on)
     OR EXISTS (SELECT 1 FROM visa_application f
                 WHERE @rows(f) AND f.household_id = coalesce(a.household_id, a.id) AND f.outcome = 'granted'
                   AND f.closed_on <= :day_on))
 GROUP BY coalesce(a.household_id, a.id) ORDER BY coalesce(a.household_id, a.id);

-- query: backlog_vacant many
-- roles: system
-- says: Posts that nobody holds on a day and that are not frozen, for which an application of a corridor waits.
-- scan: groups those who wait by post
SELECT a.post_id, min(a.received_on) AS asked_on
  FROM visa_application a
  JOIN mission_post p ON p.id = a.post_id
 WHERE @rows(a) AND @rows(p) AND a.received_on <= :day_on
   AND a.id IN (SELECT o.id FROM visa_application o
                 WHERE @rows(o) AND o.receiving_iso = :receiving_iso AND o.sending_iso = :sending_iso AND o.closed_on IS NULL
                UNION ALL
                SELECT e.id FROM visa_application e
                 WHERE @rows(e) AND e.receiving_iso = :receiving_iso AND e.sending_iso = :sending_iso AND e.closed_on > :day_on)
   AND a.kind IN ('entry', 'replacement') AND (p.frozen_since_on IS NULL OR p.frozen_since_on > :day_on)
   AND (p.abolished_on IS NULL OR p.abolished_on > :day_on)
   AND NOT EXISTS (SELECT 1 FROM mission_appointment t
                    WHERE @rows(t) AND t.post_id = a.post_id AND t.from_on <= :day_on
                      AND (t.to_on IS NULL OR t.to_on >= :day_on))
 GROUP BY a.post_id ORDER BY a.post_id;

-- query: backlog_leaving many
-- roles: system
-- says: Who serves on a day and must leave by another, their visa or tour ending, while nobody was let in for the post.
-- scan: the appointments of one corridor's missions
-- not null: has_applied
SELECT t.post_id, t.person_id,
       CASE WHEN EXISTS (SELECT 1 FROM visa_application s
                          WHERE @rows(s) AND s.post_id = t.post_id AND s.person_id <> t.person_id
                            AND s.kind IN ('entry', 'replacement') AND s.received_on <= :day_on
                            AND (s.closed_on IS NULL OR s.closed_on > :day_on)) THEN 1 ELSE 0 END AS has_applied
  FROM mission_appointment t
  JOIN mission m ON m.id = t.mission_id
  JOIN mission_post p ON p.id = t.post_id
 WHERE @rows(t) AND @rows(m) AND @rows(p) AND m.sending_iso = :sending_iso AND m.host_iso = :receiving_iso
   AND t.from_on <= :day_on AND (t.to_on IS NULL OR t.to_on >= :day_on)
   AND (t.to_on <= :until_on
     OR EXISTS (SELECT 1 FROM visa_application x
                 WHERE @rows(x) AND x.person_id = t.person_id AND x.kind = 'extension' AND x.received_on <= :day_on
                   AND (x.closed_on IS NULL OR x.closed_on > :day_on) AND x.visa_until_on <= :until_on))
   AND NOT EXISTS (SELECT 1 FROM visa_application g
                    WHERE @rows(g) AND g.post_id = t.post_id AND g.person_id <> t.person_id
                      AND g.kind IN ('entry', 'replacement') AND g.outcome = 'granted' AND g.closed_on <= :day_on AND g.received_on > t.from_on)
 ORDER BY t.post_id, t.id;

-- query: backlog_officers one
-- roles: protocol visa vetting security desk head auditor
-- says: How many people work as visa officers.
-- scan: everybody who works with the register; some hundred rows
SELECT count(*) AS officers_n
  FROM account u
 WHERE u.is_active = 1 AND u.mission_id IS NULL AND (u.role_bits & :visa_bits) <> 0;

-- query: backlog_cases many
-- roles: protocol visa vetting security head
-- says: Each open application of a corridor, soonest due first: with whom it waits, since when, against which standard.
SELECT a.id, a.ref, a.kind, a.received_on, a.due_on, a.stopped_days, a.stopped_since_on, a.stage, a.holder,
       a.holder_since_on, s.name AS standard_name, s.limit_days, s.unit
  FROM visa_application a
  JOIN visa_standard s ON s.id = a.standard_id
 WHERE @rows(a) AND a.receiving_iso = :receiving_iso AND a.sending_iso = :sending_iso AND a.closed_on IS NULL
 ORDER BY a.due_on, a.id
 LIMIT :limit_n;

-- ---- reports ----

-- query: backlog_stages many
-- roles: protocol visa vetting security desk head auditor
-- says: How many applications of one corridor stood at each stage at the end of a day.
-- scan: the history of one corridor
SELECT h.stage, count(*) AS open_n
  FROM visa_application a
  JOIN visa_holding h ON h.application_id = a.id AND h.from_on <= :day_on AND (h.to_on IS NULL OR h.to_on > :day_on)
 WHERE @rows(a) AND @rows(h) AND a.receiving_iso = :receiving_iso AND a.sending_iso = :sending_iso
   AND a.received_on <= :day_on
 GROUP BY h.stage ORDER BY h.stage;

-- query: backlog_by_officer many
-- roles: protocol visa vetting security head
-- says: How many steps each person recorded on applications of one corridor in some days, and on how many of them.
-- scan: groups the steps of one corridor by person
SELECT u.name AS officer_name, count(*) AS steps_n, count(DISTINCT h.application_id) AS applications_n
  FROM visa_application a
  JOIN visa_holding h ON h.application_id = a.id AND h.from_on >= :from_on AND h.from_on <= :to_on
  JOIN account u ON u.id = h.by_account_id
 WHERE @rows(a) AND @rows(h) AND a.receiving_iso = :receiving_iso AND a.sending_iso = :sending_iso
 GROUP BY u.id, u.name
 ORDER BY count(*) DESC, u.name;

-- query: backlog_by_corridor many
-- roles: protocol visa vetting security desk head auditor
-- says: Of each state that applies to the host: what was open at the end of a day, and what came and ended in the days before.
-- scan: groups all applications to the host by state
-- not null: open_n come_n done_n
SELECT s.name AS state_name, a.sending_iso,
       CAST(sum(CASE WHEN a.received_on <= :to_on AND (a.closed_on IS NULL OR a.closed_on > :to_on) THEN 1 ELSE 0 END)
            AS INTEGER) AS open_n,
       CAST(sum(CASE WHEN a.received_on >= :from_on AND a.received_on <= :to_on THEN 1 ELSE 0 END) AS INTEGER) AS come_n,
       CAST(sum(CASE WHEN a.closed_on >= :from_on AND a.closed_on <= :to_on THEN 1 ELSE 0 END) AS INTEGER) AS done_n
  FROM visa_application a JOIN ref_state s ON s.iso = a.sending_iso
 WHERE @rows(a) AND a.receiving_iso = :receiving_iso
 GROUP BY s.name, a.sending_iso
 ORDER BY 3 DESC, s.name;
