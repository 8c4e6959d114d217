-- Watch-lists as they were published, version by version; who was screened against which; hits and what people decided
-- about them.

-- vet_list: a watch-list. Public ones are imported; own ones are entered by two people. A list is screened when its
-- version has been compared with everybody.
-- label: VET
CREATE TABLE vet_list (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE, -- ofac, un, png
    format TEXT NOT NULL,
    is_own INTEGER NOT NULL CHECK (is_own IN (0, 1))
) STRICT;

-- vet_version: what a list said from one import to the next. content_hash is over the entries as they are kept.
-- label: VET
CREATE TABLE vet_version (
    id INTEGER PRIMARY KEY,
    list_id INTEGER NOT NULL REFERENCES vet_list (id),
    version_n INTEGER NOT NULL,
    files TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    entities_n INTEGER NOT NULL,
    persons_n INTEGER NOT NULL,
    names_n INTEGER NOT NULL, -- of rows of their own
    weak_n INTEGER NOT NULL, -- names that stood in remarks
    added_n INTEGER NOT NULL,
    changed_n INTEGER NOT NULL,
    removed_n INTEGER NOT NULL,
    imported_at INTEGER NOT NULL,
    UNIQUE (list_id, version_n)
) STRICT;

-- vet_entry: one entry of a list, from the version that brought it to the one that changed or dropped it. A changed entry
-- is a new row with the same key.
-- label: VET
-- audit: none, it is what a published file says; its version is in the log with the hash of all of them
CREATE TABLE vet_entry (
    id INTEGER PRIMARY KEY,
    list_id INTEGER NOT NULL REFERENCES vet_list (id),
    key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation', 'vessel')),
    name TEXT NOT NULL,
    body TEXT NOT NULL, -- canonical JSON
    body_hash BLOB NOT NULL,
    from_version_n INTEGER NOT NULL,
    until_version_n INTEGER, -- the first version without it; null: it stands
    CHECK (until_version_n > from_version_n)
) STRICT;
CREATE UNIQUE INDEX vet_entry_stands ON vet_entry (list_id, key) WHERE until_version_n IS NULL;
CREATE INDEX vet_entry_since ON vet_entry (list_id, from_version_n);
CREATE INDEX vet_entry_gone ON vet_entry (list_id, until_version_n) WHERE until_version_n IS NOT NULL;
