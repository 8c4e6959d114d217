-- Files of many persons, which two people agree to.

-- import_export: somebody asked to take more persons as a file than one person may. allowed_until_on: another agreed; till
-- that day whoever asked may take the file, of no more persons than were counted then.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE import_export (
    id INTEGER PRIMARY KEY,
    what TEXT NOT NULL CHECK (what IN ('members', 'people')), -- enum: export_what
    state_iso TEXT REFERENCES ref_state (iso), -- null: of all
    persons_n INTEGER NOT NULL,
    why TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    asked_on INTEGER NOT NULL,
    allowed_until_on INTEGER
) STRICT;
CREATE INDEX import_export_by_account ON import_export (account_id, id);
