-- Attachments: what belongs to a record, its bytes, and whether the record may be seen.

-- query: attachment_person one
-- roles: mission protocol visa vetting security desk head
-- says: Whether a person's record may be seen, and whose it is.
SELECT p.mission_id, p.name AS title FROM person p WHERE @rows(p) AND p.id = :id;

-- query: attachment_mission one
-- roles: mission protocol visa vetting security desk head auditor system
-- says: Whether a mission may be seen.
SELECT m.id AS mission_id, m.name AS title FROM mission m WHERE @rows(m) AND m.id = :id;

-- query: attachment_note one
-- roles: mission protocol visa vetting security desk head
-- says: Whether a note may be seen, whose it is, and where it stands.
SELECT n.mission_id, n.ref AS title, n.state FROM note n WHERE @rows(n) AND n.id = :id;

-- query: attachment_application one
-- roles: mission protocol visa vetting security head
-- says: Whether an application may be seen, and whose it is.
SELECT a.mission_id, a.ref AS title FROM visa_application a WHERE @rows(a) AND a.id = :id;

-- query: attachment_list many
-- roles: mission protocol visa vetting security desk head
-- says: What is attached to a record.
SELECT t.id, t.kind, t.title, t.type, t.content_hash, t.bytes_n, t.width_n, t.height_n, t.added_on,
       CASE WHEN EXISTS (SELECT 1 FROM attachment_content c
                          WHERE c.content_hash = t.content_hash AND c.small_blob IS NOT NULL) THEN 1 ELSE 0 END AS has_small
  FROM attachment t
 WHERE @rows(t) AND t.object_table = :object_table AND t.object_id = :object_id AND t.removed_on IS NULL
 ORDER BY t.id;

-- query: attachment_by_id one
-- roles: mission protocol visa vetting security desk head
-- says: One attachment, without its bytes.
SELECT t.id, t.object_table, t.object_id, t.mission_id, t.kind, t.title, t.type, t.content_hash
  FROM attachment t
 WHERE @rows(t) AND t.id = :id AND t.removed_on IS NULL;

-- query: attachment_bytes one
-- roles: mission protocol visa vetting security desk head
-- says: The bytes of an attachment.
SELECT c.bytes_blob
  FROM attachment t JOIN attachment_content c ON c.content_hash = t.content_hash
 WHERE @rows(t) AND t.id = :id AND t.removed_on IS NULL;

-- query: attachment_small one
-- roles: mission protocol visa vetting security desk head
-- says: An attachment drawn small.
SELECT c.small_blob
  FROM attachment t JOIN attachment_content c ON c.content_hash = t.content_hash
 WHERE @rows(t) AND t.id = :id AND t.removed_on IS NULL;

-- query: attachment_content_add write
-- roles: protocol visa system
-- says: Keeps the bytes of a file, once.
INSERT INTO attachment_content (content_hash, bytes_blob, small_blob)
VALUES (:content_hash, :bytes_blob, :small_blob)
ON CONFLICT (content_hash) DO NOTHING;

-- query: attachment_insert write
-- roles: protocol visa system
-- says: Attaches a file to a record.
INSERT INTO attachment (object_table, object_id, mission_id, label_bits, kind, title, type, content_hash, bytes_n, width_n,
    height_n, account_id, added_on)
VALUES (:object_table, :object_id, :mission_id, :label_bits, :kind, :title, :type, :content_hash, :bytes_n, :width_n,
    :height_n, :account_id, :added_on);

-- query: attachment_set_removed write
-- roles: protocol visa system
-- says: Takes an attachment off its record, with the reason.
-- all rows: the deed has read it as the viewer
UPDATE attachment SET removed_on = :removed_on, removed_why = :removed_why WHERE id = :id AND removed_on IS NULL;
