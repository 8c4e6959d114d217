-- audit_sent: forms that were sent and have done their deed, so that one that comes again (its answer was lost, the
-- button was pressed twice, another server got it) does nothing. Kept for a week.
-- label: PROT
-- audit: none, it says what the log has already
CREATE TABLE audit_sent (
    id INTEGER PRIMARY KEY,
    sent_hash BLOB NOT NULL UNIQUE,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_sent_by_time ON audit_sent (at);
