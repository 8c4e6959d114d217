-- A ministry may keep of screening the outcome and the reference alone (as the Swiss Ordipro ordinance has it, Art. 6), not
-- the evidence.

-- 1: hits, verdicts and advice are kept without evidence and reasons.
-- label: PROT
ALTER TABLE ref_register ADD COLUMN is_outcome_only INTEGER NOT NULL DEFAULT 0 CHECK (is_outcome_only IN (0, 1));

-- Under what number the service that advises keeps its reasons.
-- label: SEC
ALTER TABLE vet_advice ADD COLUMN reference TEXT;

-- A verdict without a reason. SQLite cannot change a constraint, so the table is made anew around its rows.
-- postgresql: ALTER TABLE vet_verdict DROP CONSTRAINT vet_verdict_reason_code_check
PRAGMA defer_foreign_keys = on;

-- postgresql: ALTER TABLE vet_verdict ADD CONSTRAINT vet_verdict_reason_code_check CHECK (reason_code IN ('birth', 'document', 'nationality', 'place', 'role', 'photograph', 'common_name', 'too_little', 'other', 'not_kept'))
CREATE TEMPORARY TABLE vet_verdict_kept AS SELECT * FROM vet_verdict;

-- postgresql: nothing
DROP TABLE vet_verdict;

-- vet_verdict: what a person said of a hit, on what was seen then: the entry, the score and its evidence are kept with it.
-- "Same" counts only when a second reader, another human being, agrees.
-- postgresql: nothing
CREATE TABLE vet_verdict (
    id INTEGER PRIMARY KEY,
    hit_id INTEGER NOT NULL REFERENCES vet_hit (id),
    entry_id INTEGER NOT NULL REFERENCES vet_entry (id),
    points_n INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('same', 'different', 'unsure')), -- enum: vet_outcome
    reason_code TEXT NOT NULL CHECK (reason_code IN ( -- enum: vet_reason
        'birth', 'document', 'nationality', 'place', 'role', 'photograph', 'common_name', 'too_little', 'other',
        'not_kept')),
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

-- postgresql: nothing
INSERT INTO vet_verdict SELECT * FROM vet_verdict_kept;

-- postgresql: nothing
DROP TABLE vet_verdict_kept;

-- postgresql: nothing
CREATE INDEX vet_verdict_by_hit ON vet_verdict (hit_id, id);
