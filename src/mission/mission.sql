-- Missions, posts, and who serves in them.

-- query: mission_list many
-- roles: mission protocol visa vetting security desk head auditor
-- says: The missions in a host state by the name of their state, with posts, frozen posts and people serving.
-- scan: counts over two indexes, then sorts the missions of one host, some hundreds
-- not null: posts_n frozen_n serving_n
SELECT m.id, m.kind, m.sending_iso, s.name AS sending_name, m.city, m.name, m.status, m.closed_on,
       coalesce(k.posts_n, 0) AS posts_n, coalesce(k.frozen_n, 0) AS frozen_n, coalesce(h.serving_n, 0) AS serving_n
  FROM mission m JOIN ref_state s ON s.iso = m.sending_iso
  LEFT JOIN (SELECT p.mission_id, count(*) AS posts_n, count(p.frozen_since_on) AS frozen_n
               FROM mission_post p
              WHERE @rows(p) AND p.abolished_on IS NULL
              GROUP BY p.mission_id) k ON k.mission_id = m.id
  LEFT JOIN (SELECT a.mission_id, count(*) AS serving_n
               FROM mission_appointment a
              WHERE @rows(a) AND a.to_on IS NULL
              GROUP BY a.mission_id) h ON h.mission_id = m.id
 WHERE @rows(m) AND m.host_iso = :host_iso
 ORDER BY s.name, m.kind, m.city, m.id;

-- query: mission_names many
-- roles: mission protocol visa vetting security desk head auditor
-- says: The missions in a host state by the name of their state, without any count.
-- scan: sorts the missions of one host, some hundreds
SELECT m.id, m.kind, s.name AS sending_name, m.city, m.name
  FROM mission m JOIN ref_state s ON s.iso = m.sending_iso
 WHERE @rows(m) AND m.host_iso = :host_iso
 ORDER BY s.name, m.kind, m.city, m.id;

-- query: mission_of_pair many
-- roles: mission protocol visa vetting security desk head auditor system
-- says: The missions of one state in another.
SELECT m.id, m.kind, m.city, m.name, m.status, m.opened_on, m.closed_on
  FROM mission m
 WHERE @rows(m) AND m.sending_iso = :sending_iso AND m.host_iso = :host_iso
 ORDER BY m.kind, m.city;

-- query: mission_by_id one
-- roles: mission protocol visa vetting security desk head auditor
-- says: One mission.
SELECT m.id, m.kind, m.sending_iso, s.name AS sending_name, m.host_iso, h.name AS host_name, m.city, m.name,
       m.parent_id, m.status, m.opened_on, m.closed_on, m.status_why, m.is_invented, m.source, k.name AS protected_by
  FROM mission m JOIN ref_state s ON s.iso = m.sending_iso JOIN ref_state h ON h.iso = m.host_iso
  LEFT JOIN ref_state k ON k.iso = m.protected_by_iso
 WHERE @rows(m) AND m.id = :id;

-- query: mission_strength many
-- roles: mission protocol visa vetting security desk head auditor
-- says: Posts, frozen posts and people serving of one mission, by category.
-- scan: groups the posts of one mission in a temporary tree
-- not null: frozen_n
SELECT p.category, count(*) AS posts_n, CAST(sum(CASE WHEN p.frozen_since_on IS NULL THEN 0 ELSE 1 END) AS INTEGER)
       AS frozen_n, count(a.id) AS serving_n
  FROM mission_post p
  LEFT JOIN mission_appointment a ON a.post_id = p.id AND a.to_on IS NULL AND @rows(a)
 WHERE @rows(p) AND p.mission_id = :mission_id AND p.abolished_on IS NULL
 GROUP BY p.category
 ORDER BY p.category;

-- query: mission_posts many
-- roles: mission protocol visa vetting security desk head
-- says: Some posts of a mission in its own order, behind one of them, with whoever serves in them.
-- optional: category
SELECT p.id, p.rank_n, p.post_no, p.title, p.category, p.frozen_since_on, p.frozen_why, a.id AS appointment_id,
       a.from_on AS serving_since_on, n.id AS person_id, n.name AS person_name, n.native_name, n.native_lang
  FROM mission_post p
  LEFT JOIN mission_appointment a ON a.post_id = p.id AND a.to_on IS NULL AND @rows(a)
  LEFT JOIN person n ON n.id = a.person_id AND @rows(n)
 WHERE @rows(p) AND p.mission_id = :mission_id AND p.abolished_on IS NULL
   AND (CAST(:category AS TEXT) IS NULL OR p.category = :category)
   AND (p.rank_n, p.id) > (:after_rank_n, :after_id)
 ORDER BY p.rank_n, p.id
 LIMIT :limit_n;

-- query: mission_post_by_no one
-- roles: mission protocol visa vetting security desk head
-- says: One post of a mission by its number.
SELECT p.id, p.post_no, p.title, p.category, p.created_on, p.abolished_on, p.frozen_since_on, p.frozen_why
  FROM mission_post p
 WHERE @rows(p) AND p.mission_id = :mission_id AND p.post_no = :post_no;

-- query: mission_post_history many
-- roles: mission protocol visa vetting security desk head
-- says: Who served in a post, one after the other: its chain of succession.
SELECT a.id, a.from_on, a.to_on, a.notified_on, a.end_notified_on, a.ended_why, a.ended_note, n.id AS person_id,
       n.name AS person_name, n.native_name, n.native_lang
  FROM mission_appointment a JOIN person n ON n.id = a.person_id
 WHERE @rows(a) AND @rows(n) AND a.post_id = :post_id
 ORDER BY a.from_on;

-- query: mission_appointments_of many
-- roles: mission protocol visa vetting security desk head
-- says: The posts a person served in, latest first.
SELECT a.id, a.from_on, a.to_on, a.notified_on, a.end_notified_on, a.ended_why, a.ended_note, p.id AS post_id,
       p.post_no, p.title, p.category, p.frozen_since_on, m.id AS mission_id, m.name AS mission_name
  FROM mission_appointment a JOIN mission_post p ON p.id = a.post_id JOIN mission m ON m.id = a.mission_id
 WHERE @rows(a) AND @rows(p) AND @rows(m) AND a.person_id = :person_id
 ORDER BY a.from_on DESC;

-- query: mission_members many
-- roles: mission protocol visa vetting security desk head
-- says: Everybody who serves in a mission, in its own order.
SELECT n.id, n.ref, n.name, n.native_name, n.native_lang, n.nationality_iso, p.post_no, p.title, p.category, a.from_on
  FROM mission_post p
  JOIN mission_appointment a ON a.post_id = p.id AND a.to_on IS NULL
  JOIN person n ON n.id = a.person_id
 WHERE @rows(p) AND @rows(a) AND @rows(n) AND p.mission_id = :mission_id AND p.abolished_on IS NULL
 ORDER BY p.rank_n, p.id;

-- query: mission_add write
-- roles: protocol system
-- says: Adds a mission.
INSERT INTO mission (kind, sending_iso, host_iso, city, name, parent_id, status, opened_on, closed_on, status_why,
    is_invented, source)
VALUES (:kind, :sending_iso, :host_iso, :city, :name, :parent_id, :status, :opened_on, :closed_on, :status_why,
    :is_invented, :source);

-- query: mission_set_status write
-- roles: head system
-- says: Suspends, closes or re-opens a mission, with the reason.
-- all rows: written only by roles that see all missions
UPDATE mission SET status = :status, closed_on = :closed_on, status_why = :status_why WHERE id = :id;

-- query: mission_post_add write
-- roles: protocol system
-- says: Adds a post to a mission.
INSERT INTO mission_post (mission_id, post_no, title, category, rank_n, created_on, abolished_on, frozen_since_on,
    frozen_why, is_invented)
VALUES (:mission_id, :post_no, :title, :category, :rank_n, :created_on, :abolished_on, :frozen_since_on, :frozen_why,
    :is_invented);

-- query: mission_post_place one
-- roles: protocol system
-- says: Where a post stands in the order of its mission; without a number, the last one.
-- scan: the posts of one mission
-- optional: post_no
SELECT p.id, p.rank_n
  FROM mission_post p
 WHERE @rows(p) AND p.mission_id = :mission_id AND (CAST(:post_no AS TEXT) IS NULL OR p.post_no = :post_no)
 ORDER BY p.rank_n DESC, p.id DESC
 LIMIT 1;

-- query: mission_post_make_room write
-- roles: protocol system
-- says: Moves the posts that stand behind one of a mission by one.
-- all rows: written only by roles that see all missions
UPDATE mission_post SET rank_n = rank_n + 1
 WHERE mission_id = :mission_id AND (rank_n, id) > (:after_rank_n, :after_id);

-- query: mission_post_set_frozen write
-- roles: head system
-- says: Freezes a post from a day on, with the reason; or frees it, with nulls.
-- all rows: written only by roles that see all missions
UPDATE mission_post SET frozen_since_on = :frozen_since_on, frozen_why = :frozen_why WHERE id = :id;

-- query: mission_post_abolish write
-- roles: protocol system
-- says: Ends a post for good.
-- all rows: written only by roles that see all missions
UPDATE mission_post SET abolished_on = :abolished_on WHERE id = :id AND abolished_on IS NULL;

-- query: mission_appointment_add write
-- roles: protocol system
-- says: Puts a person into a post.
INSERT INTO mission_appointment (mission_id, post_id, person_id, from_on, to_on, notified_on, end_notified_on,
    ended_why, ended_note)
VALUES (:mission_id, :post_id, :person_id, :from_on, :to_on, :notified_on, :end_notified_on, :ended_why, :ended_note);

-- query: mission_appointment_end write
-- roles: protocol system
-- says: Ends an appointment that still runs.
-- all rows: written only by roles that see all missions
UPDATE mission_appointment
   SET to_on = :to_on, end_notified_on = :end_notified_on, ended_why = :ended_why, ended_note = :ended_note
 WHERE id = :id AND to_on IS NULL;

-- ---- acts of life ----

-- query: mission_post_for_rules one
-- roles: mission protocol visa vetting security desk head system
-- says: A post with whoever serves in it, for the gates.
SELECT p.id, p.post_no, p.title, p.category, p.created_on, p.abolished_on, p.frozen_since_on, p.frozen_why,
       a.id AS appointment_id, n.name AS serving_name,
       CASE WHEN EXISTS (SELECT 1 FROM mission_post q
                          WHERE @rows(q) AND q.mission_id = p.mission_id AND q.abolished_on IS NULL
                            AND (q.rank_n < p.rank_n OR (q.rank_n = p.rank_n AND q.id < p.id)))
            THEN 0 ELSE 1 END AS is_first
  FROM mission_post p
  LEFT JOIN mission_appointment a ON a.post_id = p.id AND a.to_on IS NULL AND @rows(a)
  LEFT JOIN person n ON n.id = a.person_id AND @rows(n)
 WHERE @rows(p) AND p.mission_id = :mission_id AND p.post_no = :post_no;

-- query: mission_serving one
-- roles: mission protocol visa vetting security desk head system
-- says: Where a person serves now in a mission.
SELECT a.id, a.post_id, a.from_on, p.post_no, p.title, p.category
  FROM mission_appointment a JOIN mission_post p ON p.id = a.post_id
 WHERE @rows(a) AND @rows(p) AND a.person_id = :person_id AND a.mission_id = :mission_id AND a.to_on IS NULL
 LIMIT 1;

-- query: mission_last_served one
-- roles: mission protocol visa vetting security desk head system
-- says: A person's latest appointment in a mission, over or not.
SELECT a.id, a.post_id, a.from_on, a.to_on, a.ended_why, p.category
  FROM mission_appointment a JOIN mission_post p ON p.id = a.post_id
 WHERE @rows(a) AND @rows(p) AND a.person_id = :person_id AND a.mission_id = :mission_id
 ORDER BY a.from_on DESC
 LIMIT 1;

-- query: mission_predecessor one
-- roles: protocol visa vetting security desk head system
-- says: Who served in a post last, and the cards of that person that are out.
-- scan: sorts the cards of one predecessor
SELECT a.id, a.to_on, n.id AS person_id, n.name AS person_name, d.document_no
  FROM mission_appointment a
  JOIN person n ON n.id = a.person_id
  LEFT JOIN person_document d ON d.person_id = a.person_id AND d.kind = 'card' AND d.state = 'valid' AND @rows(d)
 WHERE @rows(a) AND @rows(n) AND a.post_id = :post_id AND a.to_on IS NOT NULL AND a.person_id <> :successor_id
 ORDER BY a.from_on DESC, d.id DESC
 LIMIT 1;

-- query: mission_act_latest one
-- roles: protocol visa vetting security desk head auditor system
-- says: The latest of two acts about a person in a mission up to a day.
-- scan: sorts the acts of one person
SELECT t.id, t.kind, t.happened_on, t.happened_at, t.post_id
  FROM mission_act t
 WHERE @rows(t) AND t.person_id = :person_id AND t.mission_id = :mission_id AND t.happened_on <= :day_on
   AND (t.kind = :kind OR t.kind = :other_kind)
 ORDER BY t.happened_on DESC, t.id DESC
 LIMIT 1;

-- query: mission_acts_of_person many
-- roles: mission protocol visa vetting security desk head
-- says: What happened in the service of a person, latest first.
SELECT t.id, t.kind, t.happened_on, t.happened_at, t.told_on, t.note_no, t.says, t.article, u.name AS by_name,
       m.kind AS mission_kind, m.name AS mission_name
  FROM mission_act t JOIN mission m ON m.id = t.mission_id LEFT JOIN account u ON u.id = t.account_id
 WHERE @rows(t) AND @rows(m) AND t.person_id = :person_id
 ORDER BY t.happened_on DESC, t.id DESC
 LIMIT 200;

-- query: mission_acts_of_mission many
-- roles: mission protocol visa vetting security desk head
-- says: What happened in a mission, latest first.
SELECT t.id, t.kind, t.happened_on, t.told_on, t.note_no, t.says, t.article, n.id AS person_id, n.name AS person_name,
       p.post_no
  FROM mission_act t
  LEFT JOIN person n ON n.id = t.person_id AND @rows(n)
  LEFT JOIN mission_post p ON p.id = t.post_id AND @rows(p)
 WHERE @rows(t) AND t.mission_id = :mission_id
 ORDER BY t.happened_on DESC, t.id DESC
 LIMIT :limit_n;

-- query: mission_acts_told many
-- roles: protocol desk head auditor
-- says: What the ministry was told between two days, with when it had happened.
SELECT t.id, t.kind, t.happened_on, t.told_on, t.note_no, t.mission_id, m.kind AS mission_kind,
       m.name AS mission_name, t.article
  FROM mission_act t JOIN mission m ON m.id = t.mission_id
 WHERE @rows(t) AND @rows(m) AND t.told_on >= :from_on AND t.told_on <= :to_on
 ORDER BY t.told_on, t.id;

-- query: mission_act_by_note many
-- roles: mission protocol visa vetting security desk head
-- says: The acts that a note told of.
SELECT t.id, t.kind, t.happened_on, t.mission_id, m.name AS mission_name, t.person_id, n.name AS person_name
  FROM mission_act t JOIN mission m ON m.id = t.mission_id LEFT JOIN person n ON n.id = t.person_id AND @rows(n)
 WHERE @rows(t) AND @rows(m) AND t.note_no = :note_no
 ORDER BY t.id
 LIMIT 20;

-- query: mission_act_add write
-- roles: protocol head system
-- says: Records an act of life.
INSERT INTO mission_act (kind, mission_id, post_id, person_id, appointment_id, happened_on, happened_at, told_on,
    note_no, says, article, account_id, recorded_at)
VALUES (:kind, :mission_id, :post_id, :person_id, :appointment_id, :happened_on, :happened_at, :told_on, :note_no,
    :says, :article, :account_id, :recorded_at);

-- query: mission_by_ref one
-- roles: mission protocol visa vetting security desk head auditor system
-- says: A mission for the rules.
SELECT m.id, m.kind, m.sending_iso, m.host_iso, m.name, m.status, m.is_invented
  FROM mission m
 WHERE @rows(m) AND m.id = :id;

-- query: mission_set_protected write
-- roles: protocol head system
-- says: Says which state looks after a mission.
-- all rows: written only by roles that see all missions
UPDATE mission SET protected_by_iso = :protected_by_iso WHERE id = :id;

-- query: mission_change_status write
-- roles: protocol head system
-- says: Suspends, closes or re-opens a mission by a recorded act.
-- all rows: written only by roles that see all missions
UPDATE mission SET status = :status, closed_on = :closed_on, status_why = :status_why WHERE id = :id;

-- ---- signatories, chargés, matters, premises ----

-- query: mission_signatories many
-- roles: mission protocol visa vetting security desk head system
-- says: Who may sign for a mission on a day.
-- scan: sorts the signatories of one mission
SELECT g.id, g.person_id, n.ref, n.name, g.from_on, g.to_on
  FROM mission_signatory g JOIN person n ON n.id = g.person_id
 WHERE @rows(g) AND @rows(n) AND g.mission_id = :mission_id AND g.from_on <= :day_on
   AND (g.to_on IS NULL OR g.to_on >= :day_on)
 ORDER BY n.sort_key, g.id;

-- query: mission_signatory_add write
-- roles: protocol system
-- says: Names a signatory of a mission.
INSERT INTO mission_signatory (mission_id, person_id, from_on, to_on, note_no)
VALUES (:mission_id, :person_id, :from_on, NULL, :note_no);

-- query: mission_signatory_end write
-- roles: protocol system
-- says: A signatory signs no more.
-- all rows: written only by roles that see all missions
UPDATE mission_signatory SET to_on = :to_on
 WHERE mission_id = :mission_id AND person_id = :person_id AND to_on IS NULL;

-- query: mission_charges many
-- roles: mission protocol visa vetting security desk head auditor system
-- says: Who acted as head of a mission, latest first.
SELECT c.id, c.person_id, n.name, c.from_on, c.to_on
  FROM mission_charge c JOIN person n ON n.id = c.person_id
 WHERE @rows(c) AND @rows(n) AND c.mission_id = :mission_id
 ORDER BY c.from_on DESC, c.id DESC;

-- query: mission_charge_add write
-- roles: protocol system
-- says: Somebody begins to act as head of a mission.
INSERT INTO mission_charge (mission_id, person_id, from_on, to_on) VALUES (:mission_id, :person_id, :from_on, NULL);

-- query: mission_charge_end write
-- roles: protocol system
-- says: Somebody stops acting as head of a mission.
-- all rows: written only by roles that see all missions
UPDATE mission_charge SET to_on = :to_on WHERE mission_id = :mission_id AND to_on IS NULL;

-- query: mission_matters_of_person many
-- roles: protocol visa head
-- says: Matters with a person, open ones first.
-- scan: sorts the matters of one person
SELECT t.id, t.kind, t.says, t.opened_on, t.closed_on, t.source
  FROM mission_matter t
 WHERE @rows(t) AND t.person_id = :person_id
 ORDER BY t.closed_on NULLS FIRST, t.id;

-- query: mission_matter_add write
-- roles: protocol system
-- says: Opens a matter with a mission or a member.
INSERT INTO mission_matter (mission_id, person_id, kind, says, opened_on, closed_on, source)
VALUES (:mission_id, :person_id, :kind, :says, :opened_on, NULL, :source);

-- query: mission_matter_close write
-- roles: protocol system
-- says: Closes a matter.
-- all rows: written only by roles that see all missions
UPDATE mission_matter SET closed_on = :closed_on WHERE id = :id AND closed_on IS NULL;

-- query: mission_premises_of many
-- roles: mission protocol visa vetting security desk head auditor
-- says: The premises of a mission.
SELECT r.id, r.use, r.address, r.from_on, r.withdrawn_on, r.why, r.source
  FROM mission_premises r
 WHERE @rows(r) AND r.mission_id = :mission_id
 ORDER BY r.id;

-- query: mission_premises_add write
-- roles: protocol system
-- says: Adds premises of a mission.
INSERT INTO mission_premises (mission_id, use, address, from_on, withdrawn_on, why, source)
VALUES (:mission_id, :use, :address, :from_on, NULL, NULL, :source);

-- query: mission_premises_withdraw write
-- roles: head system
-- says: Rooms are premises of the mission no more.
-- all rows: written only by roles that see all missions
UPDATE mission_premises SET withdrawn_on = :withdrawn_on, why = :why WHERE id = :id AND withdrawn_on IS NULL;

-- ---- ceilings ----

-- query: mission_ceilings many
-- roles: mission protocol visa desk head auditor system
-- says: The ceilings of a state's staff in force on a day.
-- scan: sorts the ceilings of one state
SELECT c.id, c.mission_id, c.category, c.limit_n, c.is_ratchet, c.basis, c.article, c.says, c.from_on
  FROM mission_ceiling c
 WHERE @rows(c) AND c.host_iso = :host_iso AND c.sending_iso = :sending_iso AND c.from_on <= :day_on
   AND (c.to_on IS NULL OR c.to_on >= :day_on)
 ORDER BY c.mission_id NULLS FIRST, c.category NULLS FIRST, c.id;

-- query: mission_ceiling_count one
-- roles: mission protocol visa desk head auditor system
-- says: How many of a state's staff serve here under a ceiling: of one category or all but those engaged here.
-- all rows: a count over all missions of the state, which a ceiling is
-- scan: counts the staff of one state
-- optional: mission_id category
-- not null: serving_n
SELECT count(*) AS serving_n
  FROM mission m JOIN mission_appointment a ON a.mission_id = m.id AND a.to_on IS NULL
  JOIN mission_post p ON p.id = a.post_id
 WHERE m.sending_iso = :sending_iso AND m.host_iso = :host_iso
   AND (CAST(:mission_id AS INTEGER) IS NULL OR m.id = :mission_id)
   AND (p.category = :category OR (CAST(:category AS TEXT) IS NULL AND p.category <> 'local'));

-- query: mission_ceiling_add write
-- roles: head system
-- says: Sets a ceiling.
INSERT INTO mission_ceiling (sending_iso, host_iso, mission_id, category, limit_n, is_ratchet, basis, article, says,
    from_on, to_on)
VALUES (:sending_iso, :host_iso, :mission_id, :category, :limit_n, :is_ratchet, :basis, :article, :says, :from_on,
    NULL);

-- query: mission_ceiling_ratchet_add write
-- roles: protocol head system
-- says: Sets what is left of a ceiling after an expulsion.
INSERT INTO mission_ceiling (sending_iso, host_iso, mission_id, category, limit_n, is_ratchet, basis, article, says,
    from_on, to_on)
VALUES (:sending_iso, :host_iso, :mission_id, :category, :limit_n, 1, :basis, :article, :says, :from_on, NULL);

-- query: mission_ceiling_end write
-- roles: protocol head system
-- says: A ceiling gives way to the next.
-- all rows: written only by roles that see all missions
UPDATE mission_ceiling SET to_on = :to_on WHERE id = :id AND to_on IS NULL;

-- ---- what was true when, and when the ministry was told ----

-- query: mission_service many
-- roles: protocol visa vetting security desk head auditor
-- says: Every appointment in a mission, over or not, in the mission's own order.
-- scan: sorts the appointments of one mission
SELECT a.id, a.from_on, a.to_on, a.notified_on, a.end_notified_on, p.post_no, p.title, p.category, n.id AS person_id,
       n.ref, n.name, n.native_name, n.native_lang
  FROM mission_appointment a JOIN mission_post p ON p.id = a.post_id JOIN person n ON n.id = a.person_id
 WHERE @rows(a) AND @rows(p) AND @rows(n) AND a.mission_id = :mission_id
 ORDER BY p.rank_n, p.id, a.from_on;

-- query: mission_corrections_since many
-- roles: protocol visa vetting security desk head auditor
-- says: What was written down otherwise on a day: corrections made after it, the earliest first.
-- scan: sorts the corrections of one appointment
SELECT c.field, c.was_on
  FROM mission_correction c
 WHERE @rows(c) AND c.appointment_id = :appointment_id AND c.corrected_on > :known_on
 ORDER BY c.corrected_on, c.id;

-- query: mission_corrections_of many
-- roles: protocol visa vetting security desk head
-- says: The clerical corrections of a person's days of service.
-- scan: sorts the corrections of one person
SELECT c.id, c.field, c.was_on, c.became_on, c.reason, c.corrected_on, p.post_no
  FROM mission_correction c JOIN mission_appointment a ON a.id = c.appointment_id
  JOIN mission_post p ON p.id = a.post_id
 WHERE @rows(c) AND @rows(a) AND @rows(p) AND a.person_id = :person_id
 ORDER BY c.corrected_on DESC, c.id DESC;

-- query: mission_appointment_days one
-- roles: protocol head system
-- says: The days of one appointment.
SELECT a.id, a.mission_id, a.person_id, a.from_on, a.to_on, a.notified_on, a.end_notified_on
  FROM mission_appointment a
 WHERE @rows(a) AND a.id = :id;

-- query: mission_appointment_correct write
-- roles: protocol system
-- says: Corrects the days of an appointment.
-- all rows: written only by roles that see all missions
UPDATE mission_appointment
   SET from_on = :from_on, to_on = :to_on, notified_on = :notified_on, end_notified_on = :end_notified_on
 WHERE id = :id;

-- query: mission_correction_add write
-- roles: protocol system
-- says: Records a clerical correction.
INSERT INTO mission_correction (appointment_id, person_id, field, was_on, became_on, was, became, reason, corrected_on)
VALUES (:appointment_id, :person_id, :field, :was_on, :became_on, :was, :became, :reason, :corrected_on);

-- query: mission_departed one
-- roles: mission protocol visa vetting security desk head auditor
-- says: When a person departed for good from a mission, after a day.
-- scan: sorts the acts of one person
SELECT t.happened_on FROM mission_act t
 WHERE @rows(t) AND t.person_id = :person_id AND t.kind = 'departed' AND t.happened_on >= :after_on
 ORDER BY t.happened_on
 LIMIT 1;

-- query: mission_heads many
-- roles: mission protocol visa vetting security desk head auditor
-- says: The heads serving in the missions of a host, with the instant of taking up functions.
-- scan: the heads of one host, some hundreds
SELECT m.id AS mission_id, m.name AS mission_name, m.kind, n.id AS person_id, n.name, n.native_name, n.native_lang,
       a.from_on,
       (SELECT f.happened_at FROM mission_act f
         WHERE @rows(f) AND f.appointment_id = a.id AND f.kind = 'functions' ORDER BY f.id LIMIT 1) AS functions_at,
       (SELECT k.happened_at FROM mission_act k
         WHERE @rows(k) AND k.appointment_id = a.id AND k.kind = 'credentials' ORDER BY k.id LIMIT 1) AS credentials_at
  FROM mission m
  JOIN mission_post p ON p.mission_id = m.id AND p.category = 'head'
  JOIN mission_appointment a ON a.post_id = p.id AND a.to_on IS NULL
  JOIN person n ON n.id = a.person_id
 WHERE @rows(m) AND @rows(p) AND @rows(a) AND @rows(n) AND m.host_iso = :host_iso
   AND m.kind IN ('embassy', 'high_commission', 'interests_section')
 ORDER BY m.name;

-- query: mission_charges_now many
-- roles: mission protocol visa vetting security desk head auditor
-- says: Who acts as head of a mission of a host now.
-- scan: the chargés of one host, some dozens
SELECT c.mission_id, m.name AS mission_name, c.person_id, n.name, c.from_on
  FROM mission_charge c JOIN mission m ON m.id = c.mission_id JOIN person n ON n.id = c.person_id
 WHERE @rows(c) AND @rows(m) AND @rows(n) AND m.host_iso = :host_iso AND c.to_on IS NULL
 ORDER BY m.name;
