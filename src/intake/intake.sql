-- Texts that came in, what the reader proposes, and what a person made of it.

-- query: intake_texts many
-- roles: protocol security desk head auditor
-- says: The texts, latest first, with how many proposals there are and how many are open.
-- scan: some hundreds in a register's life
-- not null: proposals_n open_n
SELECT t.id, t.title, t.published_on, s.name AS place_name, t.source, t.added_on, t.is_invented,
       (SELECT count(*) FROM intake_proposal p WHERE @rows(p) AND p.text_id = t.id) AS proposals_n,
       (SELECT count(*) FROM intake_proposal q WHERE @rows(q) AND q.text_id = t.id AND q.outcome = 'open') AS open_n
  FROM intake_text t JOIN ref_state s ON s.iso = t.place_iso
 WHERE @rows(t)
 ORDER BY t.added_on DESC, t.id DESC;

-- query: intake_text_by_id one
-- roles: protocol security desk head auditor system
-- says: One text.
SELECT t.id, t.title, t.body, t.body_hash, t.published_on, t.place_iso, s.name AS place_name, t.source, t.extractor, t.added_on,
       t.is_invented
  FROM intake_text t JOIN ref_state s ON s.iso = t.place_iso
 WHERE @rows(t) AND t.id = :id;

-- query: intake_text_same one
-- roles: protocol desk system
-- says: The text with just these bytes.
SELECT t.id FROM intake_text t WHERE @rows(t) AND t.body_hash = :body_hash;

-- query: intake_proposals many
-- roles: protocol security desk head auditor system
-- says: What the reader proposes of a text, in its order.
SELECT p.id, p.seq_n, p.type, p.modality, p.by_isos, p.to_isos, p.value_n, p.least_n, p.most_n, p.from_on, p.to_on, p.precision,
       p.deadline_on, p.deadline_hours_n, p.speaker, p.speaker_iso, p.reasons, p.outcome, p.is_edited, p.reject_why,
       p.reject_says, p.decided_on, p.object_table, p.object_id
  FROM intake_proposal p
 WHERE @rows(p) AND p.text_id = :text_id
 ORDER BY p.seq_n;

-- query: intake_spans many
-- roles: protocol security desk head auditor system
-- says: Where in the text the proposals stand.
-- scan: sorts the spans of one text
SELECT s.proposal_id, p.seq_n, s.kind, s.start_n, s.end_n
  FROM intake_proposal p JOIN intake_span s ON s.proposal_id = p.id
 WHERE @rows(s) AND @rows(p) AND p.text_id = :text_id
 ORDER BY s.id;

-- query: intake_links many
-- roles: protocol security desk head auditor system
-- says: What the proposals of a text have to do with each other.
-- scan: sorts the links of one text
SELECT p.seq_n, l.kind, l.to_seq_n
  FROM intake_proposal p JOIN intake_link l ON l.proposal_id = p.id
 WHERE @rows(l) AND @rows(p) AND p.text_id = :text_id
 ORDER BY l.id;

-- query: intake_precision many
-- roles: protocol security desk head auditor
-- says: How many proposals of each type were accepted as they stood, edited, found known, rejected, or wait.
-- scan: figures over all proposals read all of them
-- not null: all_n open_n plain_n edited_n merged_n rejected_n
SELECT p.type, count(*) AS all_n,
       CAST(sum(CASE WHEN p.outcome = 'open' THEN 1 ELSE 0 END) AS INTEGER) AS open_n,
       CAST(sum(CASE WHEN p.outcome = 'accepted' AND p.is_edited = 0 THEN 1 ELSE 0 END) AS INTEGER) AS plain_n,
       CAST(sum(CASE WHEN p.outcome = 'accepted' AND p.is_edited = 1 THEN 1 ELSE 0 END) AS INTEGER) AS edited_n,
       CAST(sum(CASE WHEN p.outcome = 'merged' THEN 1 ELSE 0 END) AS INTEGER) AS merged_n,
       CAST(sum(CASE WHEN p.outcome = 'rejected' THEN 1 ELSE 0 END) AS INTEGER) AS rejected_n
  FROM intake_proposal p
 WHERE @rows(p)
 GROUP BY p.type
 ORDER BY p.type;

-- query: intake_open one
-- roles: protocol desk
-- says: How many proposals wait for a person.
-- scan: counts what is open
-- not null: open_n
SELECT count(*) AS open_n FROM intake_proposal p WHERE @rows(p) AND p.outcome = 'open';

-- query: intake_text_add write
-- roles: protocol desk system
-- says: Adds a text as it came.
INSERT INTO intake_text (title, body, body_hash, published_on, place_iso, source, extractor, added_on, made_account_id,
    is_invented)
VALUES (:title, :body, :body_hash, :published_on, :place_iso, :source, :extractor, :added_on, :made_account_id, :is_invented);

-- query: intake_proposal_add write
-- roles: protocol desk system
-- says: Adds what the reader proposes.
INSERT INTO intake_proposal (text_id, seq_n, type, modality, by_isos, to_isos, value_n, least_n, most_n, from_on, to_on,
    precision, deadline_on, deadline_hours_n, speaker, speaker_iso, reasons, outcome, is_edited)
VALUES (:text_id, :seq_n, :type, :modality, :by_isos, :to_isos, :value_n, :least_n, :most_n, :from_on, :to_on,
    :precision, :deadline_on, :deadline_hours_n, :speaker, :speaker_iso, :reasons, 'open', 0);

-- query: intake_span_add write
-- roles: protocol desk system
-- says: Adds where a proposal stands in the text.
INSERT INTO intake_span (proposal_id, kind, start_n, end_n) VALUES (:proposal_id, :kind, :start_n, :end_n);

-- query: intake_link_add write
-- roles: protocol desk system
-- says: Adds what one proposal has to do with another.
INSERT INTO intake_link (proposal_id, kind, to_seq_n) VALUES (:proposal_id, :kind, :to_seq_n);

-- query: intake_accept_set write
-- roles: desk
-- says: A proposal was accepted, or found to be known: what it became.
-- all rows: written only by roles that see all
UPDATE intake_proposal
   SET outcome = :outcome, is_edited = :is_edited, decided_on = :decided_on, decided_account_id = :decided_account_id,
       object_table = :object_table, object_id = :object_id
 WHERE id = :id AND outcome = 'open';

-- query: intake_reject_set write
-- roles: protocol desk
-- says: A proposal was rejected, and why.
-- all rows: written only by roles that see all
UPDATE intake_proposal
   SET outcome = 'rejected', reject_why = :reject_why, reject_says = :reject_says, decided_on = :decided_on,
       decided_account_id = :decided_account_id
 WHERE id = :id AND outcome = 'open';
