-- Incidents, who is said to have done it, measures with their parts, people and notes.

-- query: expel_incidents many
-- roles: protocol vetting security desk head auditor
-- says: The incidents, latest first.
-- scan: some dozens in a register's life
SELECT i.id, i.ref, i.title, i.happened_from_on, i.happened_to_on, i.place
  FROM expel_incident i
 WHERE @rows(i)
 ORDER BY i.happened_from_on DESC, i.id DESC;

-- query: expel_incident_by_ref one
-- roles: protocol vetting security desk head auditor system
-- says: One incident by its number.
SELECT i.id, i.ref, i.title, i.happened_from_on, i.happened_to_on, i.place, i.says, i.source
  FROM expel_incident i
 WHERE @rows(i) AND i.ref = :ref;

-- query: expel_incident_by_id one
-- roles: protocol vetting security desk head auditor system
-- says: One incident.
SELECT i.id, i.ref, i.title, i.happened_from_on, i.happened_to_on, i.place, i.says, i.source
  FROM expel_incident i
 WHERE @rows(i) AND i.id = :id;

-- query: expel_incidents_of_year one
-- roles: desk security head system
-- says: How many incidents of a year there are, for the next number.
-- not null: incidents_n
SELECT count(*) AS incidents_n
  FROM expel_incident i
 WHERE @rows(i) AND i.happened_from_on BETWEEN :from_on AND :to_on;

-- query: expel_incident_add write
-- roles: desk system
-- says: Adds an incident.
INSERT INTO expel_incident (ref, title, happened_from_on, happened_to_on, place, says, source)
VALUES (:ref, :title, :happened_from_on, :happened_to_on, :place, :says, :source);

-- query: expel_attributions many
-- roles: protocol vetting security desk head auditor
-- says: Who says who did it, in the order of the days.
SELECT t.id, t.author, t.author_iso, t.said_from_on, t.said_to_on, t.strength, t.says, t.source
  FROM expel_attribution t
 WHERE @rows(t) AND t.incident_id = :incident_id
 ORDER BY t.said_from_on, t.id;

-- query: expel_attribution_add write
-- roles: desk system
-- says: Adds who says who did it.
INSERT INTO expel_attribution (incident_id, author, author_iso, said_from_on, said_to_on, strength, says, source)
VALUES (:incident_id, :author, :author_iso, :said_from_on, :said_to_on, :strength, :says, :source);

-- query: expel_measures many
-- roles: protocol vetting security desk head auditor
-- says: The measures, those that are not closed first, the latest first.
-- scan: some hundreds in a register's life
-- not null: id people_n left_n
SELECT m.id, m.ref, m.sender_iso, s.name AS sender_name, m.target_iso, t.name AS target_name, m.announced_from_on,
       m.announced_to_on, m.stage, m.stopped_on, m.closed_why, m.says, m.incident_id, i.ref AS incident_ref, i.title AS incident_title,
       m.answers_id, a.ref AS answers_ref,
       (SELECT count(*) FROM expel_person p
         WHERE @rows(p) AND p.measure_id = m.id AND p.struck_on IS NULL AND p.is_named = 1) AS people_n,
       (SELECT count(*) FROM expel_person q
         WHERE @rows(q) AND q.measure_id = m.id AND q.struck_on IS NULL AND q.is_named = 1
           AND q.left_on IS NOT NULL) AS left_n,
       (SELECT max(n.leave_by_at) FROM expel_note n
         WHERE @rows(n) AND n.measure_id = m.id
           AND NOT EXISTS (SELECT 1 FROM expel_note l WHERE @rows(l) AND l.supersedes_id = n.id)) AS leave_by_at,
       (SELECT max(k.zone) FROM expel_note k WHERE @rows(k) AND k.measure_id = m.id) AS zone
  FROM expel_measure m
  JOIN ref_state s ON s.iso = m.sender_iso
  JOIN ref_state t ON t.iso = m.target_iso
  LEFT JOIN expel_incident i ON i.id = m.incident_id AND @rows(i)
  LEFT JOIN expel_measure a ON a.id = m.answers_id AND @rows(a)
 WHERE @rows(m)
 ORDER BY CASE WHEN m.stage = 'closed' THEN 1 ELSE 0 END, m.announced_from_on DESC NULLS FIRST, m.id DESC;

-- query: expel_measure_by_ref one
-- roles: protocol vetting security desk head auditor system
-- says: One measure by its number.
SELECT m.id, m.ref, m.incident_id, m.answers_id, m.sender_iso, s.name AS sender_name, m.target_iso, t.name AS target_name,
       m.announced_from_on, m.announced_to_on, m.stage, m.limit_kind, m.limit_n, m.limit_on, m.stopped_on, m.stopped_why,
       m.closed_on, m.closed_why, m.closed_says, m.says, m.source, m.round_id
  FROM expel_measure m JOIN ref_state s ON s.iso = m.sender_iso JOIN ref_state t ON t.iso = m.target_iso
 WHERE @rows(m) AND m.ref = :ref;

-- query: expel_ref_of one
-- roles: protocol vetting security desk head auditor system
-- says: The number of a measure.
SELECT m.ref FROM expel_measure m WHERE @rows(m) AND m.id = :id;

-- query: expel_round_of one
-- roles: desk head system
-- says: Where a measure stands in the account of both sides, and since when.
SELECT m.round_id, m.announced_from_on FROM expel_measure m WHERE @rows(m) AND m.id = :id;

-- query: expel_serial one
-- roles: desk security head system
-- says: How many measures with a state there are of a year, for the next number.
-- not null: measures_n
SELECT count(*) AS measures_n FROM expel_measure m WHERE @rows(m) AND m.ref_key = :ref_key;

-- query: expel_answers many
-- roles: protocol vetting security desk head auditor
-- says: The measures that answer one.
SELECT m.id, m.ref, m.sender_iso, m.target_iso, m.announced_from_on, m.announced_to_on
  FROM expel_measure m
 WHERE @rows(m) AND m.answers_id = :answers_id
 ORDER BY m.id;

-- query: expel_measures_of_incident many
-- roles: protocol vetting security desk head auditor
-- says: The measures that an incident led to.
SELECT m.id, m.ref, m.sender_iso, m.target_iso, m.announced_from_on, m.announced_to_on, m.answers_id
  FROM expel_measure m
 WHERE @rows(m) AND m.incident_id = :incident_id
 ORDER BY m.id;

-- query: expel_measure_add write
-- roles: desk security system
-- says: Adds a measure.
INSERT INTO expel_measure (ref, ref_key, incident_id, answers_id, sender_iso, target_iso, announced_from_on,
    announced_to_on, stage, says, source, round_id, made_account_id)
VALUES (:ref, :ref_key, :incident_id, :answers_id, :sender_iso, :target_iso, :announced_from_on,
    :announced_to_on, :stage, :says, :source, :round_id, :made_account_id);

-- query: expel_terms_set write
-- roles: desk security protocol system
-- says: Sets by when people must leave, of a draft.
-- all rows: written only by roles that see all
UPDATE expel_measure SET limit_kind = :limit_kind, limit_n = :limit_n, limit_on = :limit_on
 WHERE id = :id AND stage = 'draft';

-- query: expel_ground_set write
-- roles: desk security system
-- says: Sets what a draft rests on: what is said of it, the incident, the measure that it answers.
-- all rows: written only by roles that see all
UPDATE expel_measure SET says = :says, incident_id = :incident_id, answers_id = :answers_id
 WHERE id = :id AND stage = 'draft';

-- query: expel_says_set write
-- roles: desk head system
-- says: Corrects what is said of a measure, and where it was read.
-- all rows: written only by roles that see all
UPDATE expel_measure SET says = :says, source = :source WHERE id = :id;

-- query: expel_note_set write
-- roles: protocol head system
-- says: Corrects the number of a note, and to whom it was handed.
-- all rows: written only by roles that see all
UPDATE expel_note SET note_no = :note_no, handed_to = :handed_to WHERE id = :id;

-- query: expel_left_set write
-- roles: protocol system
-- says: Corrects when a person left, and how this is known.
-- all rows: written only by roles that see all
UPDATE expel_person SET left_on = :left_on, left_how = :left_how
 WHERE measure_id = :measure_id AND person_id = :person_id AND left_on IS NOT NULL;

-- query: expel_corrections many
-- roles: protocol vetting security desk head
-- says: What was written down wrongly of a measure, the latest first.
-- null: person_name
SELECT c.id, c.person_id, n.name AS person_name, c.field, c.was, c.became, c.reason, c.corrected_on
  FROM expel_correction c LEFT JOIN person n ON n.id = c.person_id AND @rows(n)
 WHERE @rows(c) AND c.measure_id = :measure_id
 ORDER BY c.id DESC;

-- query: expel_correction_add write
-- roles: protocol desk head system
-- says: Records what was written down wrongly.
INSERT INTO expel_correction (measure_id, person_id, field, was, became, reason, corrected_on)
VALUES (:measure_id, :person_id, :field, :was, :became, :reason, :corrected_on);

-- query: expel_stage_set write
-- roles: desk security head system
-- says: Moves a measure from one stage to another.
-- all rows: written only by roles that see all
UPDATE expel_measure SET stage = :stage WHERE id = :id AND stage = :was_stage;

-- query: expel_begin write
-- roles: head system
-- says: A measure was handed over: it is in force and stands in the account of both sides.
-- all rows: written only by roles that see all
UPDATE expel_measure
   SET stage = 'in_force', announced_from_on = :announced_from_on, announced_to_on = :announced_to_on, round_id = :round_id
 WHERE id = :id AND stage = 'approved';

-- query: expel_stop_set write
-- roles: desk head system
-- says: Lets a measure stand still from a day on, with the reason; with nulls it goes on.
-- all rows: written only by roles that see all
UPDATE expel_measure SET stopped_on = :stopped_on, stopped_why = :stopped_why WHERE id = :id AND stage <> 'closed';

-- query: expel_close write
-- roles: desk head system
-- says: Closes a measure: everybody left, or by decision.
-- all rows: written only by roles that see all
UPDATE expel_measure
   SET stage = 'closed', closed_on = :closed_on, closed_why = :closed_why, closed_says = :closed_says
 WHERE id = :id AND stage <> 'closed';

-- query: expel_components many
-- roles: protocol vetting security desk head auditor
-- says: The parts of a measure.
SELECT c.id, c.kind, c.staff_class, c.persons_n, c.persons_min_n, c.persons_max_n, c.posts_n, c.was_n, c.limit_n,
       c.is_ratchet, c.scope, c.effect_on, c.says, c.mission_id, m.name AS mission_name
  FROM expel_component c LEFT JOIN mission m ON m.id = c.mission_id AND @rows(m)
 WHERE @rows(c) AND c.measure_id = :measure_id
 ORDER BY c.id;

-- query: expel_component_add write
-- roles: desk security system
-- says: Adds a part to a measure.
INSERT INTO expel_component (measure_id, kind, staff_class, persons_n, persons_min_n, persons_max_n, posts_n, was_n, limit_n,
    is_ratchet, scope, effect_on, says, mission_id)
VALUES (:measure_id, :kind, :staff_class, :persons_n, :persons_min_n, :persons_max_n, :posts_n, :was_n, :limit_n,
    :is_ratchet, :scope, :effect_on, :says, :mission_id);

-- query: expel_part_waits many
-- roles: protocol vetting security desk head auditor
-- says: The proposal that a ceiling of a measure became, the latest first.
SELECT p.id, p.state
  FROM proposal p
 WHERE @rows(p) AND p.object_table = 'expel_component' AND p.object_id = :component_id
 ORDER BY p.id DESC LIMIT 1;

-- query: expel_applications many
-- roles: protocol visa vetting security head
-- says: The applications that were refused, or wait to be, as parts of a measure.
-- scan: sorts the applications of one measure
SELECT x.component_id, v.id AS application_id, v.ref, v.outcome, v.closed_on
  FROM expel_component c
  JOIN expel_application x ON x.component_id = c.id
  JOIN visa_application v ON v.id = x.application_id
 WHERE @rows(c) AND @rows(x) AND @rows(v) AND c.measure_id = :measure_id
 ORDER BY x.id;

-- query: expel_open_applications many
-- roles: protocol visa vetting security head
-- says: The applications of a State that are not decided.
-- scan: sorts the open applications of one corridor
SELECT v.ref, n.name AS person_name
  FROM visa_application v JOIN person n ON n.id = v.person_id
 WHERE @rows(v) AND @rows(n) AND v.sending_iso = :sending_iso AND v.receiving_iso = :receiving_iso
   AND v.closed_on IS NULL
 ORDER BY v.id;

-- query: expel_application_add write
-- roles: protocol visa security system
-- says: Says that an application is refused as a part of a measure.
INSERT INTO expel_application (component_id, application_id) VALUES (:component_id, :application_id);

-- query: expel_claims many
-- roles: protocol vetting security desk head auditor
-- says: What others say of a measure.
SELECT c.id, c.author, c.author_iso, c.kind, c.persons_n, c.says, c.source
  FROM expel_claim c
 WHERE @rows(c) AND c.measure_id = :measure_id
 ORDER BY c.id;

-- query: expel_claim_add write
-- roles: desk system
-- says: Adds what somebody says of a measure.
INSERT INTO expel_claim (measure_id, author, author_iso, kind, persons_n, says, source)
VALUES (:measure_id, :author, :author_iso, :kind, :persons_n, :says, :source);

-- query: expel_notes many
-- roles: protocol vetting security desk head auditor
-- says: The notes of a measure in the order of their handing over; the last one is in force.
SELECT n.id, n.note_no, n.handed_over_at, n.handed_to, n.limit_kind, n.limit_n, n.limit_on, n.zone, n.leave_by_at,
       n.supersedes_id, n.says
  FROM expel_note n
 WHERE @rows(n) AND n.measure_id = :measure_id
 ORDER BY n.handed_over_at, n.id;

-- query: expel_note_add write
-- roles: protocol head system
-- says: Adds a note that was handed over.
INSERT INTO expel_note (measure_id, note_no, handed_over_at, handed_to, limit_kind, limit_n, limit_on, zone, leave_by_at,
    supersedes_id, says)
VALUES (:measure_id, :note_no, :handed_over_at, :handed_to, :limit_kind, :limit_n, :limit_on, :zone, :leave_by_at,
    :supersedes_id, :says);

-- query: expel_people many
-- roles: protocol vetting security desk head
-- says: The people a measure names in the order of their posts, without why; of an erased person only that there is one.
-- scan: sorts the people of one measure
-- null: person_ref person_name
SELECT e.id, e.person_id, n.ref AS person_ref, n.name AS person_name, n.native_name, n.native_lang, e.mission_id,
       m.name AS mission_name, e.post_id, p.post_no, p.title, p.category, e.wording, e.name_written, e.named_by, e.told_at,
       e.left_on, e.left_how, e.left_says, a.id AS serving_id
  FROM expel_person e
  JOIN mission m ON m.id = e.mission_id
  LEFT JOIN person n ON n.id = e.person_id AND @rows(n)
  LEFT JOIN mission_post p ON p.id = e.post_id AND @rows(p)
  LEFT JOIN mission_appointment a ON a.post_id = e.post_id AND a.person_id = e.person_id AND a.to_on IS NULL AND @rows(a)
 WHERE @rows(e) AND @rows(m) AND e.measure_id = :measure_id AND e.struck_on IS NULL AND e.is_named = 1
 ORDER BY p.rank_n NULLS LAST, e.id;

-- query: expel_counts one
-- roles: protocol vetting security desk head auditor
-- says: How many people a measure names, were told, have left; and how many of families told with them have not.
-- not null: named_n told_n left_n family_n
SELECT count(*) AS named_n, count(e.told_at) AS told_n, count(e.left_on) AS left_n,
       (SELECT count(*) FROM expel_person f
         WHERE @rows(f) AND f.measure_id = :measure_id AND f.struck_on IS NULL AND f.is_named = 0 AND f.left_on IS NULL)
       AS family_n
  FROM expel_person e
 WHERE @rows(e) AND e.measure_id = :measure_id AND e.struck_on IS NULL AND e.is_named = 1;

-- query: expel_family many
-- roles: protocol vetting security head system
-- says: Who leaves with the members that a measure names, as they were told with them.
-- scan: sorts the families of one measure
-- null: person_ref person_name principal_name
SELECT e.id, e.person_id, e.principal_id, n.ref AS person_ref, n.name AS person_name, n.native_name, n.native_lang,
       q.name AS principal_name, e.mission_id, e.told_at, e.left_on, e.left_how
  FROM expel_person e
  LEFT JOIN person n ON n.id = e.person_id AND @rows(n)
  LEFT JOIN person q ON q.id = e.principal_id AND @rows(q)
 WHERE @rows(e) AND e.measure_id = :measure_id AND e.struck_on IS NULL AND e.is_named = 0
 ORDER BY e.principal_id, e.id;

-- query: expel_told_of many
-- roles: protocol security head
-- says: The measures in which a person was told to leave; what is only drafted is nobody's to be told.
-- scan: sorts the measures of one person
SELECT e.id, m.ref, e.told_at, e.left_on, e.left_how
  FROM expel_person e JOIN expel_measure m ON m.id = e.measure_id
 WHERE @rows(e) AND @rows(m) AND e.person_id = :person_id AND e.struck_on IS NULL AND e.told_at IS NOT NULL
 ORDER BY e.id;

-- query: expel_household many
-- roles: protocol vetting security head system
-- says: The families of the members that a measure names, as the register has them today; who serves privately is no family.
-- scan: sorts the families of one measure
SELECT e.person_id AS principal_id, q.name AS principal_name, e.mission_id, h.person_id, h.relation, n.ref AS person_ref,
       n.name AS person_name, n.native_name, n.native_lang
  FROM expel_person e
  JOIN mission_appointment a ON a.post_id = e.post_id AND a.person_id = e.person_id AND a.to_on IS NULL
  JOIN person_household h ON h.principal_id = e.person_id AND h.to_on IS NULL AND h.from_on IS NOT NULL
  JOIN person n ON n.id = h.person_id
  JOIN person q ON q.id = e.person_id
 WHERE @rows(e) AND @rows(a) AND @rows(h) AND @rows(n) AND @rows(q) AND e.measure_id = :measure_id
   AND e.struck_on IS NULL AND e.is_named = 1 AND h.relation <> 'private_servant'
   AND NOT EXISTS (SELECT 1 FROM expel_person f
                    WHERE @rows(f) AND f.measure_id = e.measure_id AND f.person_id = h.person_id AND f.struck_on IS NULL)
 ORDER BY e.id, h.id;

-- query: expel_family_add write
-- roles: system
-- says: Somebody of a household is told to leave with the member who is named.
INSERT INTO expel_person (measure_id, person_id, mission_id, principal_id, wording, named_by, told_at, is_named)
VALUES (:measure_id, :person_id, :mission_id, :principal_id, 'family', :named_by, :told_at, 0);

-- query: expel_nameable many
-- roles: protocol vetting security desk head
-- says: Who serves in a state's missions in another and is not named in a measure, in the order of the posts.
-- scan: sorts the staff of some missions
SELECT n.ref AS person_ref, n.name AS person_name, n.native_name, n.native_lang, p.post_no, p.title, p.category,
       m.name AS mission_name, a.from_on
  FROM mission m
  JOIN mission_appointment a ON a.mission_id = m.id AND a.to_on IS NULL
  JOIN mission_post p ON p.id = a.post_id
  JOIN person n ON n.id = a.person_id
 WHERE @rows(m) AND @rows(a) AND @rows(p) AND @rows(n) AND m.sending_iso = :sending_iso AND m.host_iso = :host_iso
   AND NOT EXISTS (SELECT 1 FROM expel_person f
                    WHERE @rows(f) AND f.measure_id = :measure_id AND f.person_id = n.id AND f.struck_on IS NULL)
 ORDER BY m.id, p.rank_n, p.id;

-- query: expel_basis many
-- roles: security head
-- says: Why each person is named; for those cleared for it.
-- scan: sorts the people of one measure
SELECT e.person_id, e.basis
  FROM expel_person e
 WHERE @rows(e) AND e.measure_id = :measure_id AND e.struck_on IS NULL AND e.basis IS NOT NULL
 ORDER BY e.id;

-- query: expel_person_add write
-- roles: desk security system
-- says: Names a person in a draft.
INSERT INTO expel_person (measure_id, person_id, mission_id, post_id, wording, named_by)
VALUES (:measure_id, :person_id, :mission_id, :post_id, :wording, :named_by)
    ON CONFLICT (measure_id, person_id) DO UPDATE SET struck_on = NULL, named_by = excluded.named_by;

-- query: expel_person_strike write
-- roles: desk security
-- says: Takes a person off a draft.
-- all rows: written only by roles that see all
UPDATE expel_person SET struck_on = :struck_on WHERE measure_id = :measure_id AND person_id = :person_id AND told_at IS NULL;

-- query: expel_basis_set write
-- roles: security
-- says: Writes why a person is named.
-- all rows: written only by roles that see all
UPDATE expel_person SET basis = :basis WHERE measure_id = :measure_id AND person_id = :person_id;

-- query: expel_written_set write
-- roles: protocol head system
-- says: Says how the note writes a person's name.
-- all rows: written only by roles that see all
UPDATE expel_person SET name_written = :name_written WHERE measure_id = :measure_id AND person_id = :person_id;

-- query: expel_told write
-- roles: protocol head system
-- says: A person was told to leave.
-- all rows: written only by roles that see all
UPDATE expel_person SET told_at = :told_at
 WHERE measure_id = :measure_id AND person_id = :person_id AND struck_on IS NULL AND told_at IS NULL;

-- query: expel_left write
-- roles: protocol visa security system
-- says: A person has left, and how this is known.
-- all rows: written only by roles that see all
UPDATE expel_person SET left_on = :left_on, left_how = :left_how, left_says = :left_says
 WHERE measure_id = :measure_id AND person_id = :person_id AND struck_on IS NULL AND left_on IS NULL;

-- query: expel_sections many
-- roles: protocol vetting security desk head
-- says: The sections of our missions in a state: how many serve, how many there must be, how many a measure takes.
-- scan: sorts the sections of some missions
-- not null: serving_n taken_n
SELECT s.id, s.name, s.least_n, m.name AS mission_name,
       (SELECT count(*) FROM mission_section_post x JOIN mission_appointment a ON a.post_id = x.post_id
         WHERE @rows(x) AND @rows(a) AND x.section_id = s.id AND a.to_on IS NULL) AS serving_n,
       (SELECT count(*) FROM mission_section_post y
          JOIN mission_appointment b ON b.post_id = y.post_id
          JOIN expel_person e ON e.post_id = y.post_id AND e.person_id = b.person_id
         WHERE @rows(y) AND @rows(b) AND @rows(e) AND y.section_id = s.id AND b.to_on IS NULL
           AND e.measure_id = :measure_id AND e.struck_on IS NULL AND e.left_on IS NULL) AS taken_n
  FROM mission_section s JOIN mission m ON m.id = s.mission_id
 WHERE @rows(s) AND @rows(m) AND m.sending_iso = :sending_iso AND m.host_iso = :host_iso
 ORDER BY m.id, s.id;

-- query: expel_section_add write
-- roles: desk protocol system
-- says: Adds a section of a mission.
INSERT INTO mission_section (mission_id, name, least_n) VALUES (:mission_id, :name, :least_n);

-- query: expel_section_post_add write
-- roles: desk protocol system
-- says: Puts a post into a section.
INSERT INTO mission_section_post (section_id, post_id) VALUES (:section_id, :post_id);
