-- Diplomatic notes: what the ministry writes to missions, and they to it.

-- note: a note verbale, letter or aide-mémoire. ref is said on the telephone from the first draft
-- on; note_no stands on the paper: ours is counted for each mission and year when it is sent, theirs
-- is as they wrote it. wording is marked text (doc/paper.h) in which {number} and {date} are filled
-- when it is sent; of a note received it is what the note says, as far as somebody typed it. A note
-- that is sent or received never changes: a later one supersedes it and names it. A mission's users
-- see what was sent to them and what they sent, never a draft.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR ($.mission_id = :viewer_mission_id AND $.state IN ('sent', 'received')))
CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE, -- N-12
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')), -- enum: note_direction
    kind TEXT NOT NULL CHECK (kind IN ('note_verbale', 'letter', 'aide_memoire')), -- enum: note_kind
    mission_id INTEGER NOT NULL REFERENCES mission (id),
    lang TEXT NOT NULL, -- BCP 47
    template TEXT, -- what it was drafted from
    subject TEXT NOT NULL,
    wording TEXT,
    state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'sent', 'received')), -- enum: note_state
    year_n INTEGER,
    seq_n INTEGER, -- ours: its number among those to the mission in that year
    note_no TEXT,
    note_on INTEGER, -- the day it bears
    received_on INTEGER, -- theirs: when it came
    supersedes_id INTEGER REFERENCES note (id),
    object_table TEXT, -- what it is about
    object_id INTEGER,
    drafted_account_id INTEGER, -- who drafted or entered it; null: the program
    approved_account_id INTEGER,
    changes_n INTEGER NOT NULL, -- of the wording, so that nobody writes over another's
    is_invented INTEGER NOT NULL CHECK (is_invented IN (0, 1)),
    CHECK (direction = 'out' OR state = 'received'),
    CHECK (direction = 'in' OR state <> 'received'),
    CHECK (direction = 'in' OR wording IS NOT NULL),
    CHECK ((state IN ('sent', 'received')) = (note_on IS NOT NULL)),
    CHECK ((state IN ('sent', 'received')) = (note_no IS NOT NULL)),
    CHECK ((state = 'sent') = (seq_n IS NOT NULL)),
    CHECK ((state = 'sent') = (year_n IS NOT NULL)),
    CHECK ((direction = 'in') = (received_on IS NOT NULL)),
    CHECK (state NOT IN ('approved', 'sent') OR approved_account_id IS NOT NULL),
    CHECK ((object_table IS NULL) = (object_id IS NULL)),
    CHECK (supersedes_id < id),
    UNIQUE (mission_id, year_n, seq_n)
) STRICT;
CREATE INDEX note_by_mission ON note (mission_id, id);
CREATE INDEX note_by_no ON note (note_no);
CREATE INDEX note_by_superseded ON note (supersedes_id);
CREATE INDEX note_by_object ON note (object_table, object_id);
