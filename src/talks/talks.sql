-- Engagements, asks, complaints, agreements, statements, with their sides, people, readouts and what became of them.

-- query: talks_items many
-- roles: protocol visa security desk head
-- says: Items by day, latest first: of one kind, one standing, of or on what one state did or said, or all.
-- scan: a page of the list, by the index of days
-- optional: kind state_iso state
SELECT i.id, i.ref, i.kind, i.form, i.state, i.from_on, i.to_on, i.says, i.words, i.speaker, i.office, i.is_former, i.place,
       i.concerns, i.owner, i.due_on, i.modality, i.is_public, i.source, i.is_invented
  FROM talks_item i
 WHERE @rows(i) AND (CAST(:kind AS TEXT) IS NULL OR i.kind = :kind) AND (CAST(:state AS TEXT) IS NULL OR i.state = :state)
   AND (CAST(:state_iso AS TEXT) IS NULL OR EXISTS (
        SELECT 1 FROM talks_side s WHERE @rows(s) AND s.item_id = i.id AND s.state_iso = :state_iso) OR EXISTS (
        SELECT 1 FROM talks_link l JOIN talks_side t ON t.item_id = l.to_id
         WHERE @rows(l) AND @rows(t) AND l.from_table = 'talks_item' AND l.from_id = i.id AND l.to_table = 'talks_item'
           AND t.state_iso = :state_iso))
 ORDER BY i.to_on DESC NULLS LAST, i.id DESC LIMIT :limit_n;

-- query: talks_by_id one
-- roles: protocol visa security desk head
-- says: One item.
SELECT i.id, i.ref, i.kind, i.form, i.state, i.from_on, i.to_on, i.says, i.words, i.speaker, i.office, i.is_former, i.place,
       i.minutes_n, i.concerns, i.owner, i.due_on, i.modality, i.is_public, i.source, i.is_invented, i.text_id, i.text_seq_n
  FROM talks_item i
 WHERE @rows(i) AND i.id = :id;

-- query: talks_by_ref one
-- roles: protocol visa security desk head system
-- says: One item by its number.
SELECT i.id FROM talks_item i WHERE @rows(i) AND i.ref = :ref;

-- query: talks_last one
-- roles: desk system
-- says: The highest number of an item so far, for the next reference.
-- all rows: a count of all items, none of them shown
SELECT coalesce(max(i.id), 0) AS last_id FROM talks_item i;

-- query: talks_like many
-- roles: protocol desk system
-- says: Items of a kind whose days may be the same, for finding what is known already.
-- optional: from_on
-- scan: sorts some items of one kind
SELECT i.id, i.ref, i.form, i.state, i.from_on, i.to_on, i.says, i.words, i.speaker
  FROM talks_item i
 WHERE @rows(i) AND i.kind = :kind AND (CAST(:from_on AS INTEGER) IS NULL OR i.to_on IS NULL OR i.to_on >= :from_on)
   AND (i.from_on IS NULL OR i.from_on <= :to_on)
 ORDER BY i.id;

-- query: talks_open many
-- roles: protocol visa security desk head
-- says: Asks, complaints and agreements that are open or have a day, what is due first.
-- scan: sorts what is open
SELECT i.id, i.ref, i.kind, i.form, i.state, i.from_on, i.to_on, i.says, i.words, i.concerns, i.owner, i.due_on
  FROM talks_item i
 WHERE @rows(i) AND i.state = 'open'
 ORDER BY i.due_on NULLS LAST, i.id;

-- query: talks_sides many
-- roles: protocol visa security desk head system
-- says: The states of an item.
-- scan: sorts the sides of one item
SELECT s.state_iso, s.role, n.name AS state_name
  FROM talks_side s JOIN ref_state n ON n.iso = s.state_iso
 WHERE @rows(s) AND s.item_id = :item_id
 ORDER BY s.role, n.name;

-- query: talks_participants many
-- roles: protocol visa security desk head
-- says: Who took part in an engagement, with the office held then.
-- scan: sorts the people of one item
SELECT p.id, p.state_iso, n.name AS state_name, p.name, p.office
  FROM talks_participant p LEFT JOIN ref_state n ON n.iso = p.state_iso
 WHERE @rows(p) AND p.item_id = :item_id
 ORDER BY p.id;

-- query: talks_readouts many
-- roles: protocol visa security desk head
-- says: What each side made public of an engagement.
-- scan: sorts the readouts of one item
SELECT r.id, r.state_iso, n.name AS state_name, r.said_on, r.words, r.source
  FROM talks_readout r JOIN ref_state n ON n.iso = r.state_iso
 WHERE @rows(r) AND r.item_id = :item_id
 ORDER BY n.name;

-- query: talks_points many
-- roles: protocol visa security desk head
-- says: The topics of an engagement and whose readout names each.
-- scan: sorts the topics of one item
SELECT p.id, p.topic, p.topic_key, p.state_iso
  FROM talks_point p
 WHERE @rows(p) AND p.item_id = :item_id
 ORDER BY p.topic_key, p.state_iso NULLS FIRST;

-- query: talks_followups many
-- roles: protocol visa security desk head
-- says: What became of an item.
SELECT f.id, f.followed_on, f.says, f.state
  FROM talks_followup f
 WHERE @rows(f) AND f.item_id = :item_id
 ORDER BY f.followed_on, f.id;

-- query: talks_links_from many
-- roles: protocol visa security desk head
-- says: What a thing of the register has to do with others.
-- scan: sorts the links of one thing
SELECT l.id, l.kind, l.to_table, l.to_id
  FROM talks_link l
 WHERE @rows(l) AND l.from_table = :from_table AND l.from_id = :from_id
 ORDER BY l.id;

-- query: talks_links_to many
-- roles: protocol visa security desk head
-- says: What others have to do with a thing of the register.
-- scan: sorts the links of one thing
SELECT l.id, l.kind, l.from_table, l.from_id
  FROM talks_link l
 WHERE @rows(l) AND l.to_table = :to_table AND l.to_id = :to_id
 ORDER BY l.id;

-- query: talks_item_add write
-- roles: desk system
-- says: Adds an item.
INSERT INTO talks_item (ref, kind, form, state, from_on, to_on, says, words, speaker, office, is_former, place, minutes_n,
    concerns, owner, due_on, modality, is_public, source, is_invented, made_account_id, text_id, text_seq_n)
VALUES (:ref, :kind, :form, :state, :from_on, :to_on, :says, :words, :speaker, :office, :is_former, :place, :minutes_n,
    :concerns, :owner, :due_on, :modality, :is_public, :source, :is_invented, :made_account_id, :text_id, :text_seq_n);

-- query: talks_side_add write
-- roles: desk system
-- says: Adds a state to an item.
INSERT INTO talks_side (item_id, state_iso, role) VALUES (:item_id, :state_iso, :role);

-- query: talks_participant_add write
-- roles: desk system
-- says: Adds who took part in an engagement.
INSERT INTO talks_participant (item_id, state_iso, name, office) VALUES (:item_id, :state_iso, :name, :office)
    ON CONFLICT (item_id, name) DO UPDATE SET office = excluded.office, state_iso = excluded.state_iso;

-- query: talks_readout_add write
-- roles: desk system
-- says: Adds what one side made public, or what it says now.
INSERT INTO talks_readout (item_id, state_iso, said_on, words, source) VALUES (:item_id, :state_iso, :said_on, :words, :source)
    ON CONFLICT (item_id, state_iso) DO UPDATE SET said_on = excluded.said_on, words = excluded.words, source = excluded.source;

-- query: talks_point_same one
-- roles: desk system
-- says: The topic of an engagement as one side's readout, or none, names it.
-- optional: state_iso
SELECT p.id FROM talks_point p
 WHERE @rows(p) AND p.item_id = :item_id AND p.topic_key = :topic_key
   AND (p.state_iso = :state_iso OR (p.state_iso IS NULL AND CAST(:state_iso AS TEXT) IS NULL));

-- query: talks_point_add write
-- roles: desk system
-- says: Adds a topic to an engagement.
INSERT INTO talks_point (item_id, topic, topic_key, state_iso) VALUES (:item_id, :topic, :topic_key, :state_iso);

-- query: talks_followup_add write
-- roles: desk system
-- says: Adds what became of an item.
INSERT INTO talks_followup (item_id, followed_on, says, state, made_account_id)
VALUES (:item_id, :followed_on, :says, :state, :made_account_id);

-- query: talks_state_set write
-- roles: desk system
-- says: Says how an item stands, who follows it up and by when.
-- all rows: written only by roles that see all
UPDATE talks_item SET state = :state, owner = :owner, due_on = :due_on WHERE id = :id;

-- query: talks_link_same one
-- roles: desk system
-- says: The link between two things, when it is there.
SELECT l.id FROM talks_link l
 WHERE @rows(l) AND l.from_table = :from_table AND l.from_id = :from_id AND l.kind = :kind AND l.to_table = :to_table
   AND l.to_id = :to_id;

-- query: talks_link_add write
-- roles: desk system
-- says: Adds what one thing has to do with another.
INSERT INTO talks_link (from_table, from_id, kind, to_table, to_id) VALUES (:from_table, :from_id, :kind, :to_table, :to_id);

-- query: talks_answer one
-- roles: protocol visa security desk head
-- says: An answer of the ledger that has no round of its own, with the sides of the round that it answers.
SELECT w.id, r.sender_iso, s.name AS sender_name, r.target_iso, t.name AS target_name, w.answered_from_on, w.answered_to_on,
       w.persons_n, w.persons_min_n, w.persons_max_n
  FROM ledger_answer w
  JOIN ledger_round r ON r.id = w.round_id
  JOIN ref_state s ON s.iso = r.sender_iso
  JOIN ref_state t ON t.iso = r.target_iso
 WHERE w.id = :id;
