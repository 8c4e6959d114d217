-- What states do to each other's missions, and what the other side does in return. A number of
-- persons is three columns: the figure as stated, and the least and most it may be. Exact: all
-- three the same. A floor ("a little over 50"): persons_max_n is null. Not known: all three
-- null. 0 is a figure: "stated: none". A partial date is the interval of days it may mean.
-- known_from_on is the day from which the row may be shown: a register that stands at an earlier
-- day does not show it unless asked.

-- ledger_round: one measure of a state against the missions of another.
-- label: PROT
CREATE TABLE ledger_round (
    id INTEGER PRIMARY KEY,
    sender_iso TEXT NOT NULL REFERENCES ref_state (iso),
    target_iso TEXT NOT NULL REFERENCES ref_state (iso),
    announced_from_on INTEGER NOT NULL,
    announced_to_on INTEGER NOT NULL,
    known_from_on INTEGER NOT NULL,
    persons_n INTEGER CHECK (persons_n >= 0),
    persons_min_n INTEGER CHECK (persons_min_n >= 0),
    persons_max_n INTEGER CHECK (persons_max_n >= persons_min_n),
    posts_closed_n INTEGER CHECK (posts_closed_n >= 0), -- offices closed: consulates, estates; null: not known
    reason TEXT NOT NULL, -- what was said and how it was done, as the source row has it
    origin_key TEXT UNIQUE, -- of an imported row: date,sender,target,persons; the same row is not imported twice
    CHECK (sender_iso <> target_iso),
    CHECK (announced_to_on >= announced_from_on),
    CHECK (known_from_on >= announced_from_on)
) STRICT;
CREATE INDEX ledger_round_by_pair ON ledger_round (sender_iso, target_iso, announced_from_on, id);
CREATE INDEX ledger_round_by_day ON ledger_round (announced_from_on, id);

-- ledger_component: one part of a measure. Expelled is not persona non grata: "expelled" is written
-- where the source does not say in which form people had to leave, "office_closed" where it does
-- not say in which form a consulate, a house or an estate had to close. Parts need not add up to the
-- round's figures; sources seldom give all.
-- label: PROT
CREATE TABLE ledger_component (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES ledger_round (id),
    kind TEXT NOT NULL CHECK (kind IN ( -- enum: ledger_kind
        'expelled', 'office_closed', 'png', 'not_acceptable', 'requested_departure', 'posts_cut_number',
        'posts_cut_position', 'ceiling', 'barred_return', 'application_refused', 'visa_shortened',
        'visa_lapse', 'tenure_cap', 'replacement_blocked', 'local_staff_cap', 'third_country_ban',
        'office_consent', 'honorary_consent', 'premises_status', 'immunity_lapse', 'travel_limit',
        'contacts_suspended', 'property_seized', 'protest')),
    staff_class TEXT CHECK (staff_class IN ( -- enum: ledger_class
        'diplomatic', 'admin_technical', 'service', 'consular', 'attache', 'local', 'family',
        'correspondent', 'other')),
    persons_n INTEGER CHECK (persons_n >= 0),
    persons_min_n INTEGER CHECK (persons_min_n >= 0),
    persons_max_n INTEGER CHECK (persons_max_n >= persons_min_n),
    posts_n INTEGER CHECK (posts_n >= 0),
    note TEXT
) STRICT;
CREATE INDEX ledger_component_by_round ON ledger_component (round_id);

-- ledger_answer: what the other side did in return for a round. When that stands as a round of
-- its own, answer_round_id names it, and totals count that round once. Days null: an answer is
-- stated, its day is not known. persons null: its size is not known. No row at all: nobody has
-- read of an answer, which is not the same as none.
-- label: PROT
CREATE TABLE ledger_answer (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES ledger_round (id),
    answer_round_id INTEGER REFERENCES ledger_round (id),
    answered_from_on INTEGER,
    answered_to_on INTEGER,
    known_from_on INTEGER NOT NULL,
    persons_n INTEGER CHECK (persons_n >= 0),
    persons_min_n INTEGER CHECK (persons_min_n >= 0),
    persons_max_n INTEGER CHECK (persons_max_n >= persons_min_n),
    CHECK (answer_round_id <> round_id),
    CHECK ((answered_from_on IS NULL) = (answered_to_on IS NULL)),
    CHECK (answered_to_on >= answered_from_on)
) STRICT;
CREATE INDEX ledger_answer_by_round ON ledger_answer (round_id, answered_from_on, id);
CREATE INDEX ledger_answer_by_answer ON ledger_answer (answer_round_id);

-- ledger_source: where a claim about a round was read. claim says which part it is for, where
-- the importer could tell.
-- label: PROT
CREATE TABLE ledger_source (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES ledger_round (id),
    claim TEXT NOT NULL CHECK (claim IN ('row', 'round', 'answer')), -- enum: ledger_claim
    rank_n INTEGER NOT NULL, -- order in which the sources were given, from 1
    url TEXT NOT NULL,
    UNIQUE (round_id, rank_n)
) STRICT;
