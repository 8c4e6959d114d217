-- The life of a post and of the people in it: host rules, documents, households, the acts of life with what happened
-- beside when the ministry was told, ceilings, corrections, and the Diplomatic List.

-- ref_rule: what a host asks beyond the conventions, or which of their options it uses. A changed rule is a new row. kind
-- gate: the word names a check of src/mission/mission_gates.c that is on; deadline: days to do it within; others are
-- figures and taxonomies that pages show.
-- label: PROT
CREATE TABLE ref_rule (
    id INTEGER PRIMARY KEY,
    host_iso TEXT REFERENCES ref_state (iso), -- null: every host, by the convention itself
    kind TEXT NOT NULL CHECK (kind IN ( -- enum: rule_kind
        'gate', 'deadline', 'age', 'validity', 'card', 'visa', 'channel', 'standard')),
    word TEXT NOT NULL, -- card_returned, notify_arrival
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)), -- 0: this host does without it from then on
    value_n INTEGER,
    unit TEXT CHECK (unit IN ('calendar', 'working')), -- of a deadline in days
    says TEXT NOT NULL,
    article TEXT,
    source TEXT NOT NULL,
    from_on INTEGER, -- null: since before what was read
    to_on INTEGER, -- last day
    CHECK (to_on >= from_on)
) STRICT;
CREATE INDEX ref_rule_by_host ON ref_rule (host_iso, kind, word);

-- since when the person lives here for good (VCDR Art. 38); null: does not
-- label: PROT
ALTER TABLE person ADD COLUMN host_resident_since_on INTEGER;
-- the state that looks after the mission's premises and interests (VCDR Art. 45(c))
-- label: PROT
ALTER TABLE mission ADD COLUMN protected_by_iso TEXT;

-- person_document: a passport, visa, card, driving permit or plate. place says where the thing itself lies.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE person_document (
    id INTEGER PRIMARY KEY,
    mission_id INTEGER NOT NULL, -- whose it is (no foreign key: missions come later)
    person_id INTEGER REFERENCES person (id), -- null: a plate of the mission itself
    kind TEXT NOT NULL CHECK (kind IN ('passport', 'visa', 'card', 'plate', 'permit')), -- enum: document_kind
    class TEXT, -- the host's word: D, A&T, diplomatic
    document_no TEXT NOT NULL,
    find_key TEXT NOT NULL, -- capitals and digits only
    issuer_iso TEXT NOT NULL REFERENCES ref_state (iso),
    issued_on INTEGER,
    valid_until_on INTEGER,
    state TEXT NOT NULL CHECK (state IN ('valid', 'returned', 'lost', 'replaced', 'cancelled')), -- enum: document_state
    state_since_on INTEGER NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('holder', 'ministry', 'mission', 'authority', 'unknown')), -- enum: document_place
    source TEXT NOT NULL,
    UNIQUE (kind, issuer_iso, find_key),
    CHECK (valid_until_on >= issued_on)
) STRICT;
CREATE INDEX person_document_by_person ON person_document (person_id, kind, id);
CREATE INDEX person_document_by_key ON person_document (find_key, id);

-- person_household: who belongs to a member's family or serves privately in it (VCDR Art. 10(1)(b), (c); Art. 37).
-- from_on null: belongs to it and is not here.
-- label: PERS
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE person_household (
    id INTEGER PRIMARY KEY,
    mission_id INTEGER NOT NULL,
    principal_id INTEGER NOT NULL REFERENCES person (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    relation TEXT NOT NULL CHECK (relation IN ( -- enum: household_relation
        'spouse', 'partner', 'child', 'parent', 'other', 'private_servant')),
    from_on INTEGER,
    to_on INTEGER,
    notified_on INTEGER,
    end_notified_on INTEGER,
    UNIQUE (principal_id, person_id, from_on),
    CHECK (principal_id <> person_id),
    CHECK (to_on >= from_on)
) STRICT;
CREATE INDEX person_household_by_person ON person_household (person_id);

-- person_merge: two records of one human being. Nothing is moved: whoever looks at one is shown both, and undoing it sets
-- undone_at.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE person_merge (
    id INTEGER PRIMARY KEY,
    kept_id INTEGER NOT NULL REFERENCES person (id),
    merged_id INTEGER NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    merged_at INTEGER NOT NULL,
    undone_at INTEGER,
    undone_why TEXT,
    CHECK (kept_id <> merged_id),
    CHECK ((undone_at IS NULL) = (undone_why IS NULL))
) STRICT;
CREATE UNIQUE INDEX person_merge_once ON person_merge (merged_id) WHERE undone_at IS NULL;
CREATE INDEX person_merge_by_kept ON person_merge (kept_id);

-- mission_premises: rooms of a mission; their status can be withdrawn on its own (VCDR Art. 1(i), 22).
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE mission_premises (
    id INTEGER PRIMARY KEY,
    mission_id INTEGER NOT NULL REFERENCES mission (id),
    use TEXT NOT NULL CHECK (use IN ('chancery', 'residence', 'office', 'other')), -- enum: premises_use
    address TEXT NOT NULL,
    from_on INTEGER NOT NULL,
    withdrawn_on INTEGER, -- no premises of the mission from this day
    why TEXT,
    source TEXT NOT NULL,
    CHECK ((withdrawn_on IS NULL) = (why IS NULL))
) STRICT;
CREATE INDEX mission_premises_by_mission ON mission_premises (mission_id);

-- mission_signatory: who may sign notifications of a mission.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE mission_signatory (
    id INTEGER PRIMARY KEY,
    mission_id INTEGER NOT NULL REFERENCES mission (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    from_on INTEGER NOT NULL,
    to_on INTEGER,
    note_no TEXT,
    CHECK (to_on >= from_on)
) STRICT;
CREATE INDEX mission_signatory_by_person ON mission_signatory (mission_id, person_id);

-- mission_ceiling: the largest number of members of one sending state here, for one category or all of them, for one
-- mission or all organisations of the state. is_ratchet: each later expulsion lowers it by one. A changed ceiling is a new
-- row.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR EXISTS (SELECT 1 FROM mission y WHERE y.id = :viewer_mission_id AND y.sending_iso = $.sending_iso))
CREATE TABLE mission_ceiling (
    id INTEGER PRIMARY KEY,
    sending_iso TEXT NOT NULL REFERENCES ref_state (iso),
    host_iso TEXT NOT NULL REFERENCES ref_state (iso),
    mission_id INTEGER REFERENCES mission (id), -- null: all organisations of the state
    category TEXT CHECK (category IN ('head', 'diplomatic', 'admin_technical', 'service', 'private_servant',
        'consular_officer', 'consular_employee', 'honorary', 'local')), -- null: all sent by the state
    limit_n INTEGER NOT NULL CHECK (limit_n >= 0),
    is_ratchet INTEGER NOT NULL CHECK (is_ratchet IN (0, 1)),
    basis TEXT NOT NULL CHECK (basis IN ('agreement', 'host_decision', 'reciprocity')), -- enum: ceiling_basis
    article TEXT NOT NULL, -- VCDR Art. 11(1), 11(2) for a whole class of states, 47(2)(a) for one
    says TEXT NOT NULL,
    from_on INTEGER NOT NULL,
    to_on INTEGER,
    CHECK (to_on >= from_on)
) STRICT;
CREATE INDEX mission_ceiling_by_state ON mission_ceiling (host_iso, sending_iso, from_on);

-- mission_charge: who acts provisionally as head (VCDR Art. 19(1)). One at a time: the deed proves it.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE mission_charge (
    id INTEGER PRIMARY KEY,
    mission_id INTEGER NOT NULL REFERENCES mission (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    from_on INTEGER NOT NULL,
    to_on INTEGER, -- last day
    CHECK (to_on >= from_on)
) STRICT;
CREATE UNIQUE INDEX mission_charge_one_acts ON mission_charge (mission_id) WHERE to_on IS NULL;
CREATE INDEX mission_charge_by_mission ON mission_charge (mission_id, from_on);

-- mission_matter: a debt, dispute, offence or fine that is open with a mission or a member. An open one stops erasure.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE mission_matter (
    id INTEGER PRIMARY KEY,
    mission_id INTEGER NOT NULL REFERENCES mission (id),
    person_id INTEGER REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('debt', 'dispute', 'offence', 'fine')), -- enum: matter_kind
    says TEXT NOT NULL,
    opened_on INTEGER NOT NULL,
    closed_on INTEGER,
    source TEXT NOT NULL,
    CHECK (closed_on >= opened_on)
) STRICT;
CREATE INDEX mission_matter_by_person ON mission_matter (person_id);
CREATE INDEX mission_matter_by_mission ON mission_matter (mission_id, closed_on);

-- mission_act: one act of life: what happened, when, when the ministry was told, under which article. Kinds are those of
-- src/mission/mission.def. Agréments are confidential: a mission sees its own, nobody else's.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE mission_act (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ( -- enum: mission_act_kind
        'agrement_asked', 'agrement_granted', 'agrement_refused', 'agrement_lapsed', 'agrement_withdrawn',
        'appointed', 'arrived', 'functions', 'credentials', 'charge_began', 'charge_ended', 'transferred',
        'nationality', 'resident', 'consent_given', 'consent_withdrawn', 'ended', 'departed', 'died',
        'family_expected', 'family_joined', 'family_left', 'card_issued', 'card_renewed', 'card_lost',
        'card_returned', 'signatory_named', 'signatory_ended', 'suspended', 'closed', 'reopened', 'protected')),
    mission_id INTEGER NOT NULL REFERENCES mission (id),
    post_id INTEGER REFERENCES mission_post (id),
    person_id INTEGER REFERENCES person (id),
    appointment_id INTEGER REFERENCES mission_appointment (id),
    happened_on INTEGER NOT NULL,
    happened_at INTEGER, -- with the time of day, where order hangs on it
    told_on INTEGER, -- null: not known when
    note_no TEXT,
    says TEXT, -- a card's number, the reason of an end, the new state
    article TEXT NOT NULL,
    account_id INTEGER REFERENCES account (id), -- null: the program itself
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX mission_act_by_mission ON mission_act (mission_id, happened_on);
CREATE INDEX mission_act_by_person ON mission_act (person_id, happened_on);
CREATE INDEX mission_act_by_appointment ON mission_act (appointment_id, kind);
CREATE INDEX mission_act_by_note ON mission_act (note_no);
CREATE INDEX mission_act_by_told ON mission_act (told_on);

-- mission_correction: a clerical correction: what was always true and was written down wrongly. What is read "as known
-- then" takes the value before it.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE mission_correction (
    id INTEGER PRIMARY KEY,
    appointment_id INTEGER REFERENCES mission_appointment (id),
    person_id INTEGER REFERENCES person (id),
    field TEXT NOT NULL CHECK (field IN ( -- enum: correction_field
        'from_on', 'to_on', 'notified_on', 'end_notified_on', 'name', 'native_name', 'birth')),
    was_on INTEGER, -- of a day
    became_on INTEGER,
    was TEXT, -- label: PERS
    became TEXT, -- label: PERS
    reason TEXT NOT NULL,
    corrected_on INTEGER NOT NULL,
    CHECK ((appointment_id IS NULL) <> (person_id IS NULL))
) STRICT;
CREATE INDEX mission_correction_by_appointment ON mission_correction (appointment_id, field, corrected_on);
CREATE INDEX mission_correction_by_person ON mission_correction (person_id, corrected_on);

-- list_hold: a mission, or one person, that no edition of the Diplomatic List may print, and why.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE list_hold (
    id INTEGER PRIMARY KEY,
    mission_id INTEGER NOT NULL REFERENCES mission (id),
    person_id INTEGER REFERENCES person (id),
    why TEXT NOT NULL,
    from_on INTEGER NOT NULL,
    to_on INTEGER,
    CHECK (to_on >= from_on)
) STRICT;
CREATE INDEX list_hold_by_mission ON list_hold (mission_id);

-- list_edition: the Diplomatic List as it was made on a day. body is its lines, cells between tabs (list/list.h); it is
-- never changed. published_on null: a draft, or one that waits for its second person.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.published_on IS NOT NULL)
CREATE TABLE list_edition (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    made_on INTEGER NOT NULL,
    missions_n INTEGER NOT NULL,
    names_n INTEGER NOT NULL,
    body TEXT NOT NULL,
    published_on INTEGER
) STRICT;
CREATE INDEX list_edition_by_day ON list_edition (published_on, id);
