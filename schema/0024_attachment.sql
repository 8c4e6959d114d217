-- Scans and photographs that belong to records.

-- attachment_content: the bytes of a file, once, whatever it is attached to. No page reads it; a file is sent by its own route.
-- label: PROT
-- audit: none, what is kept is bound by the hash in attachment, which is audited
CREATE TABLE attachment_content (
    id INTEGER PRIMARY KEY,
    content_hash BLOB NOT NULL UNIQUE, -- SHA-256
    bytes_blob BLOB NOT NULL,
    small_blob BLOB -- PNG; null: it is no picture, or one that could not be drawn
) STRICT;

-- attachment: a scan or photograph of a record. Its label is the record's: label_bits. A mission's users see those of their
-- own mission's records. What was removed stays in the log and in the file until it is erased.
-- label: PROT
-- rows: ((:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id) AND ($.label_bits & :viewer_hidden_bits) = 0)
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    object_table TEXT NOT NULL CHECK (object_table IN ('person', 'mission', 'note', 'visa_application')), -- enum: attachment_of
    object_id INTEGER NOT NULL,
    mission_id INTEGER, -- whose record it is; null: no mission's
    label_bits INTEGER NOT NULL, -- data/labels.def
    kind TEXT NOT NULL CHECK (kind IN ('photograph', 'scan')), -- enum: attachment_kind
    title TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('png', 'jpg', 'pdf')),
    content_hash BLOB NOT NULL,
    bytes_n INTEGER NOT NULL,
    width_n INTEGER NOT NULL, -- pixels; 0 of a PDF
    height_n INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    added_on INTEGER NOT NULL,
    removed_on INTEGER,
    removed_why TEXT,
    CHECK ((removed_on IS NULL) = (removed_why IS NULL))
) STRICT;

-- narrow: attachment $.object_table <> 'person' OR EXISTS (SELECT 1 FROM person x WHERE x.id = $.object_id AND x.erased_on IS NULL)
-- narrow: attachment NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM mission y JOIN account_scope z ON z.state_iso IN (y.sending_iso, y.host_iso) WHERE y.id = $.mission_id AND z.account_id = :viewer_user_id)
CREATE INDEX attachment_by_object ON attachment (object_table, object_id, id);
CREATE INDEX attachment_by_content ON attachment (content_hash);
