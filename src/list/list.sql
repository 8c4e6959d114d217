-- The Diplomatic List: what would be printed now, holds, editions.

-- query: list_printable many
-- roles: protocol head system
-- says: Heads and diplomats of a host's active missions by state, mission and the mission's own order.
-- scan: the whole list is made at once
SELECT s.name AS state_name, m.sending_iso, m.id AS mission_id, m.name AS mission_name, m.kind, p.category, p.title,
       a.id AS appointment_id, a.from_on, n.id AS person_id, n.name, n.native_name, n.native_lang
  FROM mission m JOIN ref_state s ON s.iso = m.sending_iso
  JOIN mission_post p ON p.mission_id = m.id AND p.category IN ('head', 'diplomatic')
  JOIN mission_appointment a ON a.post_id = p.id AND a.to_on IS NULL
  JOIN person n ON n.id = a.person_id
 WHERE @rows(m) AND @rows(p) AND @rows(a) AND @rows(n) AND m.host_iso = :host_iso AND m.status = 'active'
 ORDER BY s.name, m.kind, m.id, p.rank_n, p.id;

-- query: list_charges many
-- roles: protocol head system
-- says: Missions of a host in which somebody acts as head.
-- scan: some dozens of rows
SELECT c.mission_id FROM mission_charge c JOIN mission m ON m.id = c.mission_id
 WHERE @rows(c) AND @rows(m) AND m.host_iso = :host_iso AND c.to_on IS NULL
 ORDER BY c.mission_id;

-- query: list_holds many
-- roles: protocol head system
-- says: Who may not be printed on a day, and why.
-- scan: some dozens of rows
SELECT h.id, h.mission_id, m.name AS mission_name, h.person_id, n.name AS person_name, h.why, h.from_on
  FROM list_hold h JOIN mission m ON m.id = h.mission_id LEFT JOIN person n ON n.id = h.person_id AND @rows(n)
 WHERE @rows(h) AND @rows(m) AND h.from_on <= :day_on AND (h.to_on IS NULL OR h.to_on >= :day_on)
 ORDER BY m.name, h.id;

-- query: list_hold_add write
-- roles: protocol system
-- says: Holds a mission or a person back from print.
INSERT INTO list_hold (mission_id, person_id, why, from_on) VALUES (:mission_id, :person_id, :why, :from_on);

-- query: list_hold_end write
-- roles: protocol system
-- says: A hold ends.
-- all rows: written only by roles that see all missions
UPDATE list_hold SET to_on = :to_on WHERE id = :id AND to_on IS NULL;

-- query: list_editions many
-- roles: mission protocol head auditor
-- says: The editions, latest first, without their lines.
-- scan: some dozens of rows
SELECT e.id, e.title, e.made_on, e.missions_n, e.names_n, e.published_on
  FROM list_edition e
 WHERE @rows(e)
 ORDER BY e.id DESC;

-- query: list_edition_by_id one
-- roles: mission protocol head auditor
-- says: One edition.
SELECT e.id, e.title, e.made_on, e.missions_n, e.names_n, e.body, e.published_on
  FROM list_edition e
 WHERE @rows(e) AND e.id = :id;

-- query: list_edition_before one
-- roles: mission protocol head auditor
-- says: The edition that was published last before another was made.
-- scan: some dozens of rows
SELECT e.id, e.title, e.body
  FROM list_edition e
 WHERE @rows(e) AND e.id < :id AND e.published_on IS NOT NULL
 ORDER BY e.id DESC
 LIMIT 1;

-- query: list_edition_add write
-- roles: protocol system
-- says: Keeps an edition as it was made.
INSERT INTO list_edition (title, made_on, missions_n, names_n, body) VALUES (:title, :made_on, :missions_n, :names_n,
    :body);

-- query: list_edition_publish write
-- roles: head system
-- says: An edition is published.
-- all rows: written only by roles that see all missions
UPDATE list_edition SET published_on = :published_on WHERE id = :id AND published_on IS NULL;

-- query: list_spouses many
-- roles: protocol head system
-- says: Spouses and partners who consented to be printed and are in the household, by member.
-- scan: the spouses of one host, some thousands
SELECT c.principal_id, c.mission_id, c.person_id, q.name
  FROM list_spouse c JOIN mission m ON m.id = c.mission_id JOIN person q ON q.id = c.person_id
 WHERE @rows(c) AND @rows(m) AND @rows(q) AND m.host_iso = :host_iso AND c.to_on IS NULL
   AND EXISTS (SELECT 1 FROM person_household h
                WHERE @rows(h) AND h.principal_id = c.principal_id AND h.person_id = c.person_id AND h.to_on IS NULL)
 ORDER BY c.principal_id;

-- query: list_spouse_add write
-- roles: protocol system
-- says: A spouse or partner consented to be printed.
INSERT INTO list_spouse (mission_id, principal_id, person_id, consent, from_on, to_on)
VALUES (:mission_id, :principal_id, :person_id, :consent, :from_on, NULL);

-- query: list_spouse_end write
-- roles: protocol system
-- says: The consent to be printed beside a member is withdrawn.
-- all rows: written only by roles that see all missions
UPDATE list_spouse SET to_on = :to_on WHERE principal_id = :principal_id AND to_on IS NULL;
