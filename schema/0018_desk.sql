-- The calendar feed of one's deadlines: whoever has its address reads it, so the register keeps only the hash of what stands in it.

-- desk_feed: an address that gives the deadlines of an account, until it is ended.
-- label: PROT
-- rows: (:viewer_user_id = 0 OR $.account_id = :viewer_user_id)
CREATE TABLE desk_feed (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    token_hash BLOB NOT NULL UNIQUE, -- SHA-256
    made_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX desk_feed_by_account ON desk_feed (account_id, ended_at);
