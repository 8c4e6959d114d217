-- Watch-lists as they were published, version by version; who was screened against which; hits and what people decided
-- about them.

-- vet_list: a watch-list. Public ones are imported; own ones are entered by two people, and may be a case with named
-- readers. screened_n: its last version that everybody was compared with.
-- label: VET
-- rows: ($.src_id IS NULL OR :viewer_user_id = 0 OR EXISTS (SELECT 1 FROM access_reader r WHERE r.account_id = :viewer_user_id AND r.case_id = $.src_id AND r.ended_at IS NULL))
CREATE TABLE vet_list (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE, -- ofac, un, png
    format TEXT NOT NULL,
    is_own INTEGER NOT NULL CHECK (is_own IN (0, 1)),
    screened_n INTEGER NOT NULL, -- 0: none yet
    src_id INTEGER REFERENCES access_case (id)
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
-- rows: ($.src_id IS NULL OR :viewer_user_id = 0 OR EXISTS (SELECT 1 FROM access_reader r WHERE r.account_id = :viewer_user_id AND r.case_id = $.src_id AND r.ended_at IS NULL))
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
    src_id INTEGER REFERENCES access_case (id),
    CHECK (until_version_n > from_version_n)
) STRICT;
CREATE UNIQUE INDEX vet_entry_stands ON vet_entry (list_id, key) WHERE until_version_n IS NULL;
CREATE INDEX vet_entry_since ON vet_entry (list_id, from_version_n);
CREATE INDEX vet_entry_gone ON vet_entry (list_id, until_version_n) WHERE until_version_n IS NOT NULL;

-- vet_person: as whom somebody was last compared with all lists: what the register said then, as a hash, and the keys under
-- which the names are looked for.
-- label: VET
-- audit: none, it is derived from the person and the lists; hits are in the log
CREATE TABLE vet_person (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL UNIQUE REFERENCES person (id),
    facts_hash BLOB NOT NULL,
    keys_blob BLOB NOT NULL,
    run_id INTEGER NOT NULL
) STRICT;

-- vet_run: everybody compared with what changed. after_person_id says how far it is; the same transaction writes the hits
-- up to there, so that a run that was cut off goes on without doing anything twice.
-- label: VET
CREATE TABLE vet_run (
    id INTEGER PRIMARY KEY,
    by_account_id INTEGER, -- null: the program itself
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    open_n INTEGER UNIQUE CHECK (open_n = 1), -- 1 until it has ended: there is one at a time
    after_person_id INTEGER NOT NULL,
    people_n INTEGER NOT NULL, -- looked at so far
    whole_n INTEGER NOT NULL, -- of them compared with all lists, being new or changed
    new_n INTEGER NOT NULL,
    changed_n INTEGER NOT NULL,
    gone_n INTEGER NOT NULL,
    CHECK ((ended_at IS NULL) = (open_n IS NOT NULL))
) STRICT;

-- vet_run_list: from which version of a list to which a run goes.
-- label: VET
CREATE TABLE vet_run_list (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES vet_run (id),
    list_id INTEGER NOT NULL REFERENCES vet_list (id),
    since_n INTEGER NOT NULL,
    version_n INTEGER NOT NULL,
    UNIQUE (run_id, list_id)
) STRICT;

-- vet_hit: one possible match between a person and an entry, with the evidence that adds up to its score. What the visa
-- section sees is whether there is one and how it ended.
-- label: VET
-- rows: (:viewer_mission_id = 0 AND ($.src_id IS NULL OR :viewer_user_id = 0 OR EXISTS (SELECT 1 FROM access_reader r WHERE r.account_id = :viewer_user_id AND r.case_id = $.src_id AND r.ended_at IS NULL)))
CREATE TABLE vet_hit (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id), -- label: VISA
    list_id INTEGER NOT NULL REFERENCES vet_list (id),
    entry_key TEXT NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES vet_entry (id),
    name TEXT NOT NULL, -- of the person, as it was compared
    listed_name TEXT NOT NULL,
    points_n INTEGER NOT NULL, -- 0 to 10,000: the names alone
    evidence TEXT NOT NULL, -- rows that add up to points_n
    other_n INTEGER NOT NULL, -- what else is known, in hundredths of a natural logarithm; orders, never scores
    other TEXT NOT NULL, -- its rows, which add up to other_n
    state TEXT NOT NULL CHECK (state IN ( -- enum: vet_state
        'open', 'second', 'same', 'different', 'unsure', 'gone')), -- label: VISA
    found_at INTEGER NOT NULL, -- label: VISA
    run_id INTEGER NOT NULL REFERENCES vet_run (id),
    src_id INTEGER REFERENCES access_case (id), -- label: VISA
    UNIQUE (person_id, list_id, entry_key)
) STRICT;
CREATE INDEX vet_hit_open ON vet_hit (points_n, id) WHERE state IN ('open', 'second');
CREATE INDEX vet_hit_by_run ON vet_hit (run_id, id);
CREATE INDEX vet_hit_by_entry ON vet_hit (entry_id);

-- vet_verdict: what a person said of a hit, on what was seen then: the entry, the score and its evidence are kept with it.
-- "Same" counts only when a second reader, another human being, agrees.
-- label: VET
-- rows: EXISTS (SELECT 1 FROM vet_hit x WHERE x.id = $.hit_id AND :viewer_mission_id = 0 AND (x.src_id IS NULL OR :viewer_user_id = 0 OR EXISTS (SELECT 1 FROM access_reader r WHERE r.account_id = :viewer_user_id AND r.case_id = x.src_id AND r.ended_at IS NULL)))
CREATE TABLE vet_verdict (
    id INTEGER PRIMARY KEY,
    hit_id INTEGER NOT NULL REFERENCES vet_hit (id),
    entry_id INTEGER NOT NULL REFERENCES vet_entry (id),
    points_n INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('same', 'different', 'unsure')), -- enum: vet_outcome
    reason_code TEXT NOT NULL CHECK (reason_code IN ( -- enum: vet_reason
        'birth', 'document', 'nationality', 'place', 'role', 'photograph', 'common_name', 'too_little', 'other')),
    note TEXT,
    by_account_id INTEGER NOT NULL REFERENCES account (id),
    by_person TEXT NOT NULL, -- the human being, who is not the second reader
    decided_at INTEGER NOT NULL,
    second_account_id INTEGER REFERENCES account (id),
    second_at INTEGER,
    second_says TEXT CHECK (second_says IN ('agrees', 'disagrees')), -- enum: vet_second
    second_note TEXT,
    CHECK ((second_at IS NULL) = (second_says IS NULL))
) STRICT;
CREATE INDEX vet_verdict_by_hit ON vet_verdict (hit_id, id);

-- vet_advice: what the security liaison advises about a person. That there is advice and what it comes to is for those who
-- decide; its reasons and where they come from are not.
-- label: VISA
-- rows: (:viewer_mission_id = 0)
CREATE TABLE vet_advice (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    effect TEXT NOT NULL CHECK (effect IN ('no_objection', 'conditions', 'objection')), -- enum: vet_effect
    reason TEXT NOT NULL, -- label: SEC
    origin TEXT, -- label: SEC
    by_account_id INTEGER NOT NULL REFERENCES account (id),
    given_at INTEGER NOT NULL
) STRICT;
CREATE INDEX vet_advice_by_person ON vet_advice (person_id, id);
