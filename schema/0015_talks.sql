-- What states say to each other, ask of each other and agree on. What they do to each other's missions stands in
-- expel_measure and ledger_round; what set a matter off in expel_incident.

-- talks_item: an engagement, ask, complaint, agreement, statement, or what was only told and is no fact. The narrower word
-- (form) and what belongs to each kind are rows of src/talks/talks.def. Days: both null when not known; from null: not after
-- to. is_public 0: not published, for those cleared for it (label DIPL, bit 16).
-- label: PROT
-- rows: (:viewer_mission_id = 0 AND ($.is_public = 1 OR (:viewer_hidden_bits & 16) = 0))
CREATE TABLE talks_item (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE, -- T-12
    kind TEXT NOT NULL CHECK (kind IN ( -- enum: talks_kind
        'engagement', 'ask', 'complaint', 'agreement', 'statement', 'background')),
    form TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ( -- enum: talks_state
        'planned', 'held', 'cancelled', 'open', 'answered', 'done', 'dropped', 'said')),
    from_on INTEGER,
    to_on INTEGER,
    says TEXT NOT NULL, -- in our words
    words TEXT, -- exactly, where they are quoted
    speaker TEXT,
    office TEXT, -- held when it was said, or formerly
    is_former INTEGER NOT NULL CHECK (is_former IN (0, 1)),
    place TEXT,
    minutes_n INTEGER CHECK (minutes_n > 0),
    concerns TEXT CHECK (concerns IN ('applications', 'ceilings', 'measures')), -- enum: talks_concern
    owner TEXT CHECK (owner IN ('desk', 'visa', 'protocol', 'security', 'head')), -- enum: talks_owner
    due_on INTEGER,
    modality TEXT, -- of what is no fact: reported, denied, conditional, ...
    is_public INTEGER NOT NULL CHECK (is_public IN (0, 1)),
    source TEXT NOT NULL,
    is_invented INTEGER NOT NULL CHECK (is_invented IN (0, 1)),
    made_account_id INTEGER, -- null: the program itself
    CHECK (from_on IS NULL OR to_on IS NOT NULL),
    CHECK (to_on >= from_on),
    CHECK ((kind = 'background') OR modality IS NULL)
) STRICT;
CREATE INDEX talks_item_by_day ON talks_item (to_on, id);
CREATE INDEX talks_item_by_kind ON talks_item (kind, to_on, id);
CREATE INDEX talks_item_by_due ON talks_item (due_on) WHERE due_on IS NOT NULL;

-- talks_side: which states an item is of. by: who acts, asks or says; of a call or an agreement both. to: whom it is put to or
-- about. A person who speaks for no state leaves it without a by.
-- label: PROT
-- rows: (:viewer_mission_id = 0 AND EXISTS (SELECT 1 FROM talks_item y WHERE y.id = $.item_id AND (y.is_public = 1 OR (:viewer_hidden_bits & 16) = 0)))
CREATE TABLE talks_side (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES talks_item (id),
    state_iso TEXT NOT NULL REFERENCES ref_state (iso),
    role TEXT NOT NULL CHECK (role IN ('by', 'to')), -- enum: talks_role
    UNIQUE (item_id, state_iso, role)
) STRICT;
CREATE INDEX talks_side_by_state ON talks_side (state_iso, item_id);

-- talks_participant: who took part in an engagement, with the office held then.
-- label: PROT
-- rows: (:viewer_mission_id = 0 AND EXISTS (SELECT 1 FROM talks_item y WHERE y.id = $.item_id AND (y.is_public = 1 OR (:viewer_hidden_bits & 16) = 0)))
CREATE TABLE talks_participant (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES talks_item (id),
    state_iso TEXT REFERENCES ref_state (iso),
    name TEXT NOT NULL,
    office TEXT,
    UNIQUE (item_id, name)
) STRICT;

-- talks_readout: what one side made public of an engagement.
-- label: PROT
-- rows: (:viewer_mission_id = 0 AND EXISTS (SELECT 1 FROM talks_item y WHERE y.id = $.item_id AND (y.is_public = 1 OR (:viewer_hidden_bits & 16) = 0)))
CREATE TABLE talks_readout (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES talks_item (id),
    state_iso TEXT NOT NULL REFERENCES ref_state (iso),
    said_on INTEGER,
    words TEXT NOT NULL,
    source TEXT NOT NULL,
    UNIQUE (item_id, state_iso)
) STRICT;

-- talks_point: a topic of an engagement and whose readout names it; null: neither side's, but another source.
-- label: PROT
-- rows: (:viewer_mission_id = 0 AND EXISTS (SELECT 1 FROM talks_item y WHERE y.id = $.item_id AND (y.is_public = 1 OR (:viewer_hidden_bits & 16) = 0)))
CREATE TABLE talks_point (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES talks_item (id),
    topic TEXT NOT NULL,
    topic_key TEXT NOT NULL, -- small letters: the same topic in two readouts
    state_iso TEXT REFERENCES ref_state (iso),
    UNIQUE (item_id, topic_key, state_iso)
) STRICT;

-- talks_followup: what became of an ask, complaint or agreement.
-- label: PROT
-- rows: (:viewer_mission_id = 0 AND EXISTS (SELECT 1 FROM talks_item y WHERE y.id = $.item_id AND (y.is_public = 1 OR (:viewer_hidden_bits & 16) = 0)))
CREATE TABLE talks_followup (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES talks_item (id),
    followed_on INTEGER NOT NULL,
    says TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'done', 'dropped')),
    made_account_id INTEGER
) STRICT;
CREATE INDEX talks_followup_by_item ON talks_followup (item_id, followed_on, id);

-- talks_link: what one thing of the register has to do with another; at least one of them is an item, or both were told in
-- one text.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE talks_link (
    id INTEGER PRIMARY KEY,
    from_table TEXT NOT NULL CHECK (from_table IN ( -- enum: talks_object
        'talks_item', 'expel_incident', 'expel_measure', 'ledger_round', 'ledger_answer')),
    from_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ( -- enum: talks_link_kind
        'retaliation_for', 'response_to', 'statement_on', 'made_during', 'follows')),
    to_table TEXT NOT NULL CHECK (to_table IN (
        'talks_item', 'expel_incident', 'expel_measure', 'ledger_round', 'ledger_answer')),
    to_id INTEGER NOT NULL,
    UNIQUE (from_table, from_id, kind, to_table, to_id)
) STRICT;
CREATE INDEX talks_link_by_to ON talks_link (to_table, to_id);

-- An account with a scope sees what its states are a side of, and what no state is a side of, with everything that hangs on it.
-- narrow: talks_item NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR NOT EXISTS (SELECT 1 FROM talks_side y WHERE y.item_id = $.id) OR EXISTS (SELECT 1 FROM talks_side y JOIN account_scope z ON z.state_iso = y.state_iso WHERE y.item_id = $.id AND z.account_id = :viewer_user_id)
-- narrow: talks_side NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR NOT EXISTS (SELECT 1 FROM talks_side y WHERE y.item_id = $.item_id) OR EXISTS (SELECT 1 FROM talks_side y JOIN account_scope z ON z.state_iso = y.state_iso WHERE y.item_id = $.item_id AND z.account_id = :viewer_user_id)
-- narrow: talks_participant NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR NOT EXISTS (SELECT 1 FROM talks_side y WHERE y.item_id = $.item_id) OR EXISTS (SELECT 1 FROM talks_side y JOIN account_scope z ON z.state_iso = y.state_iso WHERE y.item_id = $.item_id AND z.account_id = :viewer_user_id)
-- narrow: talks_readout NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR NOT EXISTS (SELECT 1 FROM talks_side y WHERE y.item_id = $.item_id) OR EXISTS (SELECT 1 FROM talks_side y JOIN account_scope z ON z.state_iso = y.state_iso WHERE y.item_id = $.item_id AND z.account_id = :viewer_user_id)
-- narrow: talks_point NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR NOT EXISTS (SELECT 1 FROM talks_side y WHERE y.item_id = $.item_id) OR EXISTS (SELECT 1 FROM talks_side y JOIN account_scope z ON z.state_iso = y.state_iso WHERE y.item_id = $.item_id AND z.account_id = :viewer_user_id)
-- narrow: talks_followup NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR NOT EXISTS (SELECT 1 FROM talks_side y WHERE y.item_id = $.item_id) OR EXISTS (SELECT 1 FROM talks_side y JOIN account_scope z ON z.state_iso = y.state_iso WHERE y.item_id = $.item_id AND z.account_id = :viewer_user_id)
CREATE INDEX talks_side_by_item ON talks_side (item_id, state_iso);
