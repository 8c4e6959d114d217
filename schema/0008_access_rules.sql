-- Need to know and two people: scopes, cases with named readers, deputies and duty officers, approvals that need more
-- than one person, break-glass, legal holds and erasures.

-- account_scope: the states whose cases an account works on. An account without a row works on all.
-- label: PROT
CREATE TABLE account_scope (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    state_iso TEXT NOT NULL REFERENCES ref_state (iso),
    UNIQUE (account_id, state_iso)
) STRICT;

-- account_deputy: who stands in for whom, from one day to another, both included. A deputy has the roles, not the
-- labels, and counts as the absent person where two people are needed.
-- label: PROT
CREATE TABLE account_deputy (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id), -- who is absent
    deputy_account_id INTEGER NOT NULL REFERENCES account (id),
    from_on INTEGER NOT NULL,
    to_on INTEGER NOT NULL,
    reason TEXT NOT NULL,
    CHECK (account_id <> deputy_account_id),
    CHECK (to_on >= from_on)
) STRICT;
CREATE INDEX account_deputy_by_deputy ON account_deputy (deputy_account_id, to_on);
CREATE INDEX account_deputy_by_account ON account_deputy (account_id, to_on);

-- account_night: the duty officers of the night: two of them decide what cannot wait for the morning.
-- label: PROT
CREATE TABLE account_night (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    from_on INTEGER NOT NULL,
    to_on INTEGER NOT NULL,
    CHECK (to_on >= from_on)
) STRICT;
CREATE INDEX account_night_by_account ON account_night (account_id, to_on);

-- access_case: a case whose readers are named one by one: the label SRC:id. A row that belongs to it carries the number
-- in a column src_id, and its table the row predicate of docs/sql.md.
-- label: PROT
CREATE TABLE access_case (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL, -- says nothing of the matter itself
    made_account_id INTEGER NOT NULL REFERENCES account (id),
    made_at INTEGER NOT NULL
) STRICT;

-- access_reader: who may read a case. Null ended_at: may still.
-- label: PROT
CREATE TABLE access_reader (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES access_case (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    since_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX access_reader_once ON access_reader (account_id, case_id) WHERE ended_at IS NULL;

-- access_glass: one label on one record, taken for an hour with a reason, and its review.
-- label: PROT
CREATE TABLE access_glass (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    label TEXT NOT NULL CHECK (label IN ('VISA', 'VET', 'SEC', 'DIPL', 'PERS')), -- enum: glass_label
    object_table TEXT NOT NULL,
    object_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    review_due_on INTEGER NOT NULL,
    reviewed_account_id INTEGER REFERENCES account (id),
    reviewed_at INTEGER,
    verdict TEXT CHECK (verdict IN ('right', 'wrong')), -- enum: glass_verdict
    review_note TEXT,
    CHECK (until_at > opened_at),
    CHECK ((reviewed_at IS NULL) = (verdict IS NULL))
) STRICT;
CREATE INDEX access_glass_by_account ON access_glass (account_id, until_at);
CREATE INDEX access_glass_open ON access_glass (opened_at) WHERE reviewed_at IS NULL;

-- proposal_answer: one person's yes to a proposal; some acts need more than one.
-- label: PROT
CREATE TABLE proposal_answer (
    id INTEGER PRIMARY KEY,
    proposal_id INTEGER NOT NULL REFERENCES proposal (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    person TEXT NOT NULL, -- the natural person, who answers once whatever the account
    answered_at INTEGER NOT NULL,
    is_night INTEGER NOT NULL CHECK (is_night IN (0, 1)),
    UNIQUE (proposal_id, person)
) STRICT;

-- retention_hold: nothing of this person is erased while a matter is open.
-- label: PROT
CREATE TABLE retention_hold (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    from_on INTEGER NOT NULL,
    by_account_id INTEGER NOT NULL REFERENCES account (id),
    ended_on INTEGER,
    ended_account_id INTEGER REFERENCES account (id),
    CHECK (ended_on >= from_on)
) STRICT;
CREATE INDEX retention_hold_by_person ON retention_hold (person_id, ended_on);

-- retention_erasure: that somebody was erased, when, by which class; nothing of who it was.
-- label: PROT
CREATE TABLE retention_erasure (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    class TEXT NOT NULL,
    due_on INTEGER NOT NULL,
    erased_on INTEGER NOT NULL,
    rows_n INTEGER NOT NULL, -- rows that were made blank
    entries_n INTEGER NOT NULL -- entries of the log whose values and salts were deleted
) STRICT;
CREATE INDEX retention_erasure_by_person ON retention_erasure (person_id);

-- retention_png: what stays of a person declared persona non grata or expelled when the rest is erased: the folded name
-- and the birth years by which a new application is recognised, the day, and the measure.
-- label: VET
CREATE TABLE retention_png (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    sort_key TEXT NOT NULL,
    birth_from_on INTEGER,
    birth_to_on INTEGER,
    nationality_iso TEXT NOT NULL REFERENCES ref_state (iso),
    declared_on INTEGER NOT NULL,
    measure TEXT NOT NULL
) STRICT;
CREATE INDEX retention_png_by_key ON retention_png (sort_key);

-- The day on which a person was erased; the record is then hidden from everybody, and what it held is blank.
-- label: PROT
ALTER TABLE person ADD COLUMN erased_on INTEGER;

-- Who sees which rows, narrower: an account with a scope sees the cases of its states only, and nobody an erased person.
-- narrow: mission NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id AND z.state_iso IN ($.sending_iso, $.host_iso))
-- narrow: mission_post NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM mission y JOIN account_scope z ON z.state_iso IN (y.sending_iso, y.host_iso) WHERE y.id = $.mission_id AND z.account_id = :viewer_user_id)
-- narrow: mission_appointment NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM mission y JOIN account_scope z ON z.state_iso IN (y.sending_iso, y.host_iso) WHERE y.id = $.mission_id AND z.account_id = :viewer_user_id)
-- narrow: visa_application NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id AND z.state_iso IN ($.sending_iso, $.receiving_iso))
-- narrow: visa_holding NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM visa_application y JOIN account_scope z ON z.state_iso IN (y.sending_iso, y.receiving_iso) WHERE y.id = $.application_id AND z.account_id = :viewer_user_id)
-- narrow: person NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id AND z.state_iso = $.nationality_iso)
-- narrow: person $.erased_on IS NULL
-- narrow: person_name EXISTS (SELECT 1 FROM person x WHERE x.id = $.person_id AND x.erased_on IS NULL)
CREATE INDEX person_erased ON person (erased_on) WHERE erased_on IS NOT NULL;
