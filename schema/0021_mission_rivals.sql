-- Two rival missions of one State may sit in one city, each called as its senders call it. SQLite cannot drop a constraint,
-- so the table is made anew around its rows; the rows that refer to it are checked when the step is committed.
-- postgresql: ALTER TABLE mission DROP CONSTRAINT mission_host_iso_sending_iso_kind_city_key
PRAGMA defer_foreign_keys = on;

-- postgresql: ALTER TABLE mission ADD UNIQUE (host_iso, sending_iso, kind, city, name)
CREATE TEMPORARY TABLE mission_kept AS SELECT * FROM mission;

-- postgresql: nothing
DROP TABLE mission;

-- mission: an office of one state in another; foreign ones here and our own abroad alike.
-- postgresql: nothing
CREATE TABLE mission (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ( -- enum: mission_kind
        'embassy', 'high_commission', 'consulate_general', 'consulate', 'honorary',
        'to_organisation', 'interests_section', 'other')),
    sending_iso TEXT NOT NULL REFERENCES ref_state (iso),
    host_iso TEXT NOT NULL REFERENCES ref_state (iso),
    city TEXT NOT NULL,
    name TEXT NOT NULL, -- "Embassy of the Russian Federation"
    parent_id INTEGER REFERENCES mission (id), -- the embassy of a consular post
    status TEXT NOT NULL CHECK (status IN ('active', 'suspended', 'closed')), -- enum: mission_status
    opened_on INTEGER,
    closed_on INTEGER,
    status_why TEXT, -- why it is suspended or closed, with the source
    is_invented INTEGER NOT NULL CHECK (is_invented IN (0, 1)),
    source TEXT NOT NULL,
    protected_by_iso TEXT, -- the state that looks after the mission's premises and interests (VCDR Art. 45(c))
    UNIQUE (host_iso, sending_iso, kind, city, name),
    CHECK (closed_on >= opened_on),
    CHECK (status <> 'closed' OR closed_on IS NOT NULL)
) STRICT;

-- postgresql: nothing
INSERT INTO mission SELECT * FROM mission_kept;

-- postgresql: nothing
DROP TABLE mission_kept;

-- postgresql: nothing
CREATE INDEX mission_by_sender ON mission (sending_iso, host_iso);
