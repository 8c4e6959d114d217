-- Rounds both ways, their parts, answers and sources. :as_at_on is the day up to which things were known; 9999-12-31
-- asks for all.

-- query: ledger_rounds many
-- roles: protocol visa vetting security desk head auditor
-- says: The rounds of one state against another that may lie between two days, one row for each answer.
SELECT r.id, r.sender_iso, r.target_iso, r.announced_from_on, r.announced_to_on, r.persons_n, r.persons_min_n,
       r.persons_max_n, r.posts_closed_n, r.reason, w.id AS answer_id, w.answer_round_id, w.answered_from_on,
       w.answered_to_on, w.persons_n AS answer_persons_n, w.persons_min_n AS answer_persons_min_n,
       w.persons_max_n AS answer_persons_max_n
  FROM ledger_round r
  LEFT JOIN ledger_answer w ON w.round_id = r.id AND w.known_from_on <= :as_at_on
 WHERE r.sender_iso = :sender_iso AND r.target_iso = :target_iso AND r.announced_from_on <= :to_on
   AND r.announced_to_on >= :from_on AND r.known_from_on <= :as_at_on
 ORDER BY r.announced_from_on, r.id, w.answered_from_on, w.id;

-- query: ledger_all many
-- roles: protocol visa vetting security desk head auditor
-- says: Every round with its answers, for figures; a former state by the name of the one that goes on from it.
-- scan: figures over all rounds read all rounds
SELECT r.id, coalesce(s.successor_iso, r.sender_iso) AS sender_iso, coalesce(t.successor_iso, r.target_iso)
       AS target_iso, r.announced_from_on, r.announced_to_on, r.known_from_on, r.persons_n, r.persons_min_n,
       r.persons_max_n, r.posts_closed_n, w.id AS answer_id, w.answer_round_id, w.answered_from_on, w.answered_to_on,
       w.known_from_on AS answer_known_from_on, w.persons_n AS answer_persons_n, w.persons_min_n AS answer_persons_min_n,
       w.persons_max_n AS answer_persons_max_n
  FROM ledger_round r
  LEFT JOIN ref_successor s ON s.former_iso = r.sender_iso AND s.is_continuing = 1
  LEFT JOIN ref_successor t ON t.former_iso = r.target_iso AND t.is_continuing = 1
  LEFT JOIN ledger_answer w ON w.round_id = r.id AND w.known_from_on <= :as_at_on
 WHERE r.known_from_on <= :as_at_on
 ORDER BY r.announced_from_on, r.id, w.answered_from_on, w.id;

-- query: ledger_round_by_id one
-- roles: protocol visa vetting security desk head auditor
-- says: One round.
SELECT r.id, r.sender_iso, s.name AS sender_name, r.target_iso, t.name AS target_name, r.announced_from_on,
       r.announced_to_on, r.known_from_on, r.persons_n, r.persons_min_n, r.persons_max_n, r.posts_closed_n, r.reason
  FROM ledger_round r JOIN ref_state s ON s.iso = r.sender_iso JOIN ref_state t ON t.iso = r.target_iso
 WHERE r.id = :id;

-- query: ledger_components many
-- roles: protocol visa vetting security desk head auditor
-- says: The parts of a round.
SELECT c.id, c.kind, c.staff_class, c.persons_n, c.persons_min_n, c.persons_max_n, c.posts_n, c.note
  FROM ledger_component c
 WHERE c.round_id = :round_id
 ORDER BY c.id;

-- query: ledger_sources many
-- roles: protocol visa vetting security desk head auditor
-- says: Where the claims about a round were read.
SELECT u.claim, u.url
  FROM ledger_source u
 WHERE u.round_id = :round_id
 ORDER BY u.rank_n;

-- query: ledger_answers_to many
-- roles: protocol visa vetting security desk head auditor
-- says: The rounds that a round is itself the answer to.
SELECT w.id, w.round_id
  FROM ledger_answer w
 WHERE w.answer_round_id = :answer_round_id
 ORDER BY w.id;

-- query: ledger_by_origin one
-- roles: desk system
-- says: The round that an imported row became, when it was imported before.
SELECT r.id FROM ledger_round r WHERE r.origin_key = :origin_key;

-- query: ledger_round_same one
-- roles: desk head system
-- says: The round of two states of the same days.
SELECT r.id
  FROM ledger_round r
 WHERE r.sender_iso = :sender_iso AND r.target_iso = :target_iso AND r.announced_from_on = :from_on
   AND r.announced_to_on = :to_on
 ORDER BY r.id LIMIT 1;

-- query: ledger_answer_of one
-- roles: desk head system
-- says: The first answer to a round.
SELECT w.id
  FROM ledger_answer w
 WHERE w.round_id = :round_id
 ORDER BY w.answered_from_on, w.id LIMIT 1;

-- query: ledger_round_add write
-- roles: desk head system
-- says: Adds a round.
INSERT INTO ledger_round (sender_iso, target_iso, announced_from_on, announced_to_on, known_from_on, persons_n,
    persons_min_n, persons_max_n, posts_closed_n, reason, origin_key)
VALUES (:sender_iso, :target_iso, :announced_from_on, :announced_to_on, :known_from_on, :persons_n,
    :persons_min_n, :persons_max_n, :posts_closed_n, :reason, :origin_key);

-- query: ledger_component_add write
-- roles: desk head system
-- says: Adds a part to a round.
INSERT INTO ledger_component (round_id, kind, staff_class, persons_n, persons_min_n, persons_max_n, posts_n, note)
VALUES (:round_id, :kind, :staff_class, :persons_n, :persons_min_n, :persons_max_n, :posts_n, :note);

-- query: ledger_answer_add write
-- roles: desk head system
-- says: Adds an answer to a round.
INSERT INTO ledger_answer (round_id, answer_round_id, answered_from_on, answered_to_on, known_from_on, persons_n,
    persons_min_n, persons_max_n)
VALUES (:round_id, :answer_round_id, :answered_from_on, :answered_to_on, :known_from_on, :persons_n,
    :persons_min_n, :persons_max_n);

-- query: ledger_answer_link write
-- roles: desk head system
-- says: Says that an answer stands as a round of its own.
UPDATE ledger_answer SET answer_round_id = :answer_round_id WHERE id = :id AND answer_round_id IS NULL;

-- query: ledger_source_add write
-- roles: desk head system
-- says: Adds a source to a round.
INSERT INTO ledger_source (round_id, claim, rank_n, url)
VALUES (:round_id, :claim, :rank_n, :url);

-- query: ledger_states many
-- roles: protocol visa vetting security desk head auditor
-- says: The states that stand in the ledger, by name.
-- scan: the states of the world, each looked up once
SELECT s.iso, s.name
  FROM ref_state s
 WHERE EXISTS (SELECT 1 FROM ledger_round r WHERE r.sender_iso = s.iso)
    OR EXISTS (SELECT 1 FROM ledger_round t WHERE t.target_iso = s.iso)
 ORDER BY s.name;

-- query: ledger_export many
-- roles: protocol visa vetting security desk head auditor
-- says: Every round with its answers and what was said, as it was entered.
-- scan: an export reads all rounds
SELECT r.id, r.sender_iso, r.target_iso, r.announced_from_on, r.announced_to_on, r.persons_n, r.posts_closed_n, r.reason,
       w.answered_from_on, w.answered_to_on, w.persons_n AS answer_persons_n
  FROM ledger_round r
  LEFT JOIN ledger_answer w ON w.round_id = r.id AND w.known_from_on <= :as_at_on
 WHERE r.known_from_on <= :as_at_on
 ORDER BY r.id, w.answered_from_on, w.id;

-- query: ledger_staff one
-- roles: protocol visa vetting security desk head
-- says: How many of a state's staff serve in a host today.
-- not null: serving_n
SELECT count(a.id) AS serving_n
  FROM mission m JOIN mission_appointment a ON a.mission_id = m.id AND a.to_on IS NULL
 WHERE @rows(m) AND @rows(a) AND m.sending_iso = :sending_iso AND m.host_iso = :host_iso;

-- query: ledger_strength many
-- roles: protocol visa vetting security desk head
-- says: How many of a state's staff serve in a host today, by category.
-- scan: groups the staff of one state
SELECT p.category, count(*) AS serving_n
  FROM mission m JOIN mission_appointment a ON a.mission_id = m.id AND a.to_on IS NULL
  JOIN mission_post p ON p.id = a.post_id
 WHERE @rows(m) AND @rows(a) AND @rows(p) AND m.sending_iso = :sending_iso AND m.host_iso = :host_iso
 GROUP BY p.category
 ORDER BY p.category;

-- query: ledger_tours one
-- roles: protocol visa vetting security desk head
-- says: How many tours of a state's staff in a host have ended since a day.
-- not null: ended_n
SELECT count(a.id) AS ended_n
  FROM mission m JOIN mission_appointment a ON a.mission_id = m.id AND a.to_on >= :from_on
 WHERE @rows(m) AND @rows(a) AND m.sending_iso = :sending_iso AND m.host_iso = :host_iso AND a.ended_why = 'tour_end';

-- query: ledger_decided one
-- roles: protocol visa vetting security desk head
-- says: How many applications of a corridor were decided since a day, and how many of them granted.
-- not null: decided_n granted_n
SELECT count(*) AS decided_n, CAST(coalesce(sum(CASE WHEN v.outcome = 'granted' THEN 1 ELSE 0 END), 0) AS INTEGER) AS granted_n
  FROM visa_application v
 WHERE @rows(v) AND v.receiving_iso = :receiving_iso AND v.sending_iso = :sending_iso AND v.closed_on >= :from_on
   AND v.outcome IN ('granted', 'refused');

-- query: ledger_sections many
-- roles: protocol visa vetting security desk head
-- says: The sections of a state's missions in a host: how many serve in each, and how many it needs.
-- scan: sorts the sections of some missions
-- not null: serving_n
SELECT s.id, s.name, s.least_n,
       (SELECT count(*) FROM mission_section_post x JOIN mission_appointment a ON a.post_id = x.post_id
         WHERE @rows(x) AND @rows(a) AND x.section_id = s.id AND a.to_on IS NULL) AS serving_n
  FROM mission m JOIN mission_section s ON s.mission_id = m.id
 WHERE @rows(s) AND @rows(m) AND m.sending_iso = :sending_iso AND m.host_iso = :host_iso
 ORDER BY s.id;
