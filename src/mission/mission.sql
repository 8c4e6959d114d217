-- Missions, posts, and who serves in them.

-- query: mission_list many
-- roles: mission protocol visa vetting security desk head auditor
-- says: The missions in a host state by the name of their state, with posts, frozen posts and people serving.
-- scan: sorts the missions of one host, some hundreds
-- not null: posts_n frozen_n serving_n
SELECT m.id, m.kind, m.sending_iso, s.name AS sending_name, m.city, m.name, m.status, m.closed_on,
       (SELECT count(*) FROM mission_post p
         WHERE @rows(p) AND p.mission_id = m.id AND p.abolished_on IS NULL) AS posts_n,
       (SELECT count(*) FROM mission_post f
         WHERE @rows(f) AND f.mission_id = m.id AND f.abolished_on IS NULL AND f.frozen_since_on IS NOT NULL)
       AS frozen_n,
       (SELECT count(*) FROM mission_appointment a
         WHERE @rows(a) AND a.mission_id = m.id AND a.to_on IS NULL) AS serving_n
  FROM mission m JOIN ref_state s ON s.iso = m.sending_iso
 WHERE @rows(m) AND m.host_iso = :host_iso
 ORDER BY s.name, m.kind, m.city, m.id;

-- query: mission_of_pair many
-- roles: mission protocol visa vetting security desk head auditor
-- says: The missions of one state in another.
SELECT m.id, m.kind, m.city, m.name, m.status, m.opened_on, m.closed_on
  FROM mission m
 WHERE @rows(m) AND m.sending_iso = :sending_iso AND m.host_iso = :host_iso
 ORDER BY m.kind, m.city;

-- query: mission_by_id one
-- roles: mission protocol visa vetting security desk head auditor
-- says: One mission.
SELECT m.id, m.kind, m.sending_iso, s.name AS sending_name, m.host_iso, h.name AS host_name, m.city, m.name,
       m.parent_id, m.status, m.opened_on, m.closed_on, m.status_why, m.is_invented, m.source
  FROM mission m JOIN ref_state s ON s.iso = m.sending_iso JOIN ref_state h ON h.iso = m.host_iso
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
-- says: The posts of a mission in its own order, with whoever serves in them.
SELECT p.id, p.post_no, p.title, p.category, p.frozen_since_on, p.frozen_why, a.id AS appointment_id,
       a.from_on AS serving_since_on, n.id AS person_id, n.name AS person_name, n.native_name, n.native_lang
  FROM mission_post p
  LEFT JOIN mission_appointment a ON a.post_id = p.id AND a.to_on IS NULL AND @rows(a)
  LEFT JOIN person n ON n.id = a.person_id AND @rows(n)
 WHERE @rows(p) AND p.mission_id = :mission_id AND p.abolished_on IS NULL
 ORDER BY p.rank_n, p.id;

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

-- query: mission_post_set_frozen write
-- roles: head system
-- says: Freezes a post from a day on, with the reason; or frees it, with nulls.
-- all rows: written only by roles that see all missions
UPDATE mission_post SET frozen_since_on = :frozen_since_on, frozen_why = :frozen_why WHERE id = :id;

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
