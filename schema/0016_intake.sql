-- A report or a note is pasted; the reader proposes entries; a person accepts, edits or rejects each.

-- intake_text: a text as it came, never changed.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE intake_text (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    body_hash BLOB NOT NULL UNIQUE, -- SHA-256
    published_on INTEGER NOT NULL,
    place_iso TEXT NOT NULL REFERENCES ref_state (iso), -- the country where it appeared
    source TEXT NOT NULL, -- its address, or who published it
    extractor TEXT NOT NULL, -- which rules of which version read it
    added_on INTEGER NOT NULL,
    made_account_id INTEGER, -- null: the program itself
    is_invented INTEGER NOT NULL CHECK (is_invented IN (0, 1))
) STRICT;

-- intake_proposal: an entry as the reader proposes it, and what a person made of it. States: their codes, set apart by a blank;
-- as read. What was accepted with changes stands in the row that it became (object_table, object_id); here is what was
-- read.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE intake_proposal (
    id INTEGER PRIMARY KEY,
    text_id INTEGER NOT NULL REFERENCES intake_text (id),
    seq_n INTEGER NOT NULL, -- its number in the text, from 1
    type TEXT NOT NULL, -- src/intake/intake.def
    modality TEXT NOT NULL,
    by_isos TEXT NOT NULL,
    to_isos TEXT NOT NULL,
    value_n INTEGER, -- the number told, the least and the most it may be
    least_n INTEGER,
    most_n INTEGER,
    from_on INTEGER,
    to_on INTEGER,
    precision TEXT NOT NULL,
    deadline_on INTEGER,
    deadline_hours_n INTEGER,
    speaker TEXT,
    speaker_iso TEXT,
    reasons TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('open', 'accepted', 'merged', 'rejected')), -- enum: intake_outcome
    is_edited INTEGER NOT NULL CHECK (is_edited IN (0, 1)),
    reject_why TEXT CHECK (reject_why IN ( -- enum: intake_why
        'not_said', 'wrong_type', 'wrong_state', 'wrong_day', 'wrong_number', 'comment', 'twice', 'no_matter')),
    reject_says TEXT,
    decided_on INTEGER,
    decided_account_id INTEGER,
    object_table TEXT,
    object_id INTEGER,
    UNIQUE (text_id, seq_n),
    CHECK ((outcome = 'open') = (decided_on IS NULL)),
    CHECK ((outcome = 'rejected') = (reject_why IS NOT NULL)),
    CHECK ((outcome IN ('accepted', 'merged')) = (object_id IS NOT NULL)),
    CHECK ((object_table IS NULL) = (object_id IS NULL))
) STRICT;
CREATE INDEX intake_proposal_by_object ON intake_proposal (object_table, object_id);

-- intake_span: where in the text it stands: bytes, end exclusive.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE intake_span (
    id INTEGER PRIMARY KEY,
    proposal_id INTEGER NOT NULL REFERENCES intake_proposal (id),
    kind TEXT NOT NULL CHECK (kind IN ('evidence', 'quote')), -- enum: intake_span_kind
    start_n INTEGER NOT NULL CHECK (start_n >= 0),
    end_n INTEGER NOT NULL,
    CHECK (end_n > start_n)
) STRICT;
CREATE INDEX intake_span_by_proposal ON intake_span (proposal_id, id);

-- intake_link: what the reader says one proposal has to do with another of the same text.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE intake_link (
    id INTEGER PRIMARY KEY,
    proposal_id INTEGER NOT NULL REFERENCES intake_proposal (id),
    kind TEXT NOT NULL CHECK (kind IN (
        'retaliation_for', 'response_to', 'statement_on', 'made_during', 'follows')),
    to_seq_n INTEGER NOT NULL
) STRICT;
CREATE INDEX intake_link_by_proposal ON intake_link (proposal_id, id);
