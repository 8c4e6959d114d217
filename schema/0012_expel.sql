-- What a state does to another's mission, from the incident to the last departure: in either direction, by this
-- ministry or as read of others. Numbers are three columns as in ledger_round: as stated, at least, at most.

-- expel_incident: what a measure is about. It may stand without any attribution.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE expel_incident (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE, -- I-2018-01
    title TEXT NOT NULL,
    happened_from_on INTEGER NOT NULL,
    happened_to_on INTEGER NOT NULL,
    place TEXT,
    says TEXT NOT NULL,
    source TEXT NOT NULL,
    CHECK (happened_to_on >= happened_from_on)
) STRICT;
CREATE INDEX expel_incident_by_day ON expel_incident (happened_from_on, id);

-- expel_attribution: who says, on which day and how surely, who did it. Accounts that contradict each other stand side by
-- side; none is the register's own.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE expel_attribution (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES expel_incident (id),
    author TEXT NOT NULL,
    author_iso TEXT REFERENCES ref_state (iso),
    said_from_on INTEGER NOT NULL,
    said_to_on INTEGER NOT NULL,
    strength TEXT NOT NULL CHECK (strength IN ( -- enum: expel_strength
        'stated', 'highly_likely', 'likely', 'possible', 'doubted', 'denied')),
    says TEXT NOT NULL,
    source TEXT NOT NULL,
    CHECK (said_to_on >= said_from_on)
) STRICT;
CREATE INDEX expel_attribution_by_incident ON expel_attribution (incident_id, said_from_on, id);

-- expel_measure: one measure of a state, with its parts in expel_component. A measure of this ministry goes from draft over
-- two approvals to handed over; one that is entered as read or from the files begins in force. answers_id: the measure
-- that it answers. limit_*: what the drafted notes will say; in force counts the last expel_note.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE expel_measure (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE, -- RU-2018-01
    ref_key TEXT NOT NULL, -- RU-2018
    incident_id INTEGER REFERENCES expel_incident (id),
    answers_id INTEGER REFERENCES expel_measure (id),
    sender_iso TEXT NOT NULL REFERENCES ref_state (iso),
    target_iso TEXT NOT NULL REFERENCES ref_state (iso),
    announced_from_on INTEGER, -- null: not yet
    announced_to_on INTEGER,
    stage TEXT NOT NULL CHECK (stage IN ( -- enum: expel_stage
        'draft', 'proposed', 'approved', 'in_force', 'closed')),
    limit_kind TEXT CHECK (limit_kind IN ('hours', 'days', 'date')), -- enum: expel_limit_kind
    limit_n INTEGER,
    limit_on INTEGER,
    stopped_on INTEGER, -- stands still since, by decision; null: goes on
    stopped_why TEXT,
    closed_on INTEGER,
    closed_why TEXT CHECK (closed_why IN ('complete', 'by_decision')), -- enum: expel_end
    closed_says TEXT,
    says TEXT NOT NULL,
    source TEXT NOT NULL,
    round_id INTEGER REFERENCES ledger_round (id),
    made_account_id INTEGER, -- null: the program itself
    CHECK (sender_iso <> target_iso),
    CHECK (answers_id <> id),
    CHECK ((announced_from_on IS NULL) = (announced_to_on IS NULL)),
    CHECK (announced_to_on >= announced_from_on),
    CHECK ((stage = 'closed') = (closed_on IS NOT NULL)),
    CHECK ((closed_on IS NULL) = (closed_why IS NULL)),
    CHECK ((stopped_on IS NULL) = (stopped_why IS NULL))
) STRICT;
CREATE INDEX expel_measure_by_key ON expel_measure (ref_key);
CREATE INDEX expel_measure_by_incident ON expel_measure (incident_id, id);
CREATE INDEX expel_measure_by_answered ON expel_measure (answers_id, id);
CREATE INDEX expel_measure_by_round ON expel_measure (round_id);

-- expel_component: one part of a measure. The kinds, with article, direction and what each does to posts, are rows of
-- src/expel/expel.def.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE expel_component (
    id INTEGER PRIMARY KEY,
    measure_id INTEGER NOT NULL REFERENCES expel_measure (id),
    kind TEXT NOT NULL CHECK (kind IN ( -- enum: expel_kind
        'png', 'not_acceptable', 'recognition_refused', 'expelled', 'requested_departure', 'posts_cut_number',
        'posts_cut_position', 'ceiling', 'barred_return', 'application_refused', 'visa_shortened', 'visa_lapse',
        'tenure_cap', 'replacement_blocked', 'local_staff_cap', 'third_country_ban', 'office_closed',
        'office_consent', 'honorary_consent', 'premises_status', 'immunity_lapse', 'travel_limit',
        'contacts_suspended', 'property_seized', 'protest', 'summons', 'envoy_recalled', 'mission_closed',
        'mission_opened', 'relations_cut', 'relations_restored', 'sanctions')),
    staff_class TEXT CHECK (staff_class IN ( -- enum: expel_class
        'diplomatic', 'admin_technical', 'service', 'consular', 'attache', 'local', 'family', 'correspondent',
        'business', 'other')),
    persons_n INTEGER CHECK (persons_n >= 0),
    persons_min_n INTEGER CHECK (persons_min_n >= 0),
    persons_max_n INTEGER CHECK (persons_max_n >= persons_min_n),
    posts_n INTEGER CHECK (posts_n >= 0), -- posts or offices
    was_n INTEGER, -- of a ceiling: the number before it
    limit_n INTEGER, -- of a ceiling or cap: how many may stay; of a tenure cap: months
    is_ratchet INTEGER NOT NULL CHECK (is_ratchet IN (0, 1)), -- each later expulsion lowers the ceiling
    scope TEXT, -- which mission, office, people
    effect_on INTEGER, -- takes effect on that day
    says TEXT
) STRICT;
CREATE INDEX expel_component_by_measure ON expel_component (measure_id, id);

-- expel_claim: what somebody says of a measure that another says otherwise: its number, its kind, its day.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE expel_claim (
    id INTEGER PRIMARY KEY,
    measure_id INTEGER NOT NULL REFERENCES expel_measure (id),
    author TEXT NOT NULL,
    author_iso TEXT REFERENCES ref_state (iso),
    kind TEXT, -- as the author classes it: a word of expel_kind; null: says nothing of it
    persons_n INTEGER CHECK (persons_n >= 0),
    says TEXT NOT NULL,
    source TEXT NOT NULL
) STRICT;
CREATE INDEX expel_claim_by_measure ON expel_claim (measure_id, id);

-- expel_note: a note that was handed over. The deadline runs from the instant of handing over, by the clock of the host of
-- the staff; a later note supersedes the one before it.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE expel_note (
    id INTEGER PRIMARY KEY,
    measure_id INTEGER NOT NULL REFERENCES expel_measure (id),
    note_no TEXT NOT NULL,
    handed_over_at INTEGER NOT NULL,
    handed_to TEXT, -- head or chargé d'affaires
    limit_kind TEXT NOT NULL CHECK (limit_kind IN ('hours', 'days', 'date')),
    limit_n INTEGER,
    limit_on INTEGER,
    zone TEXT NOT NULL,
    leave_by_at INTEGER NOT NULL, -- from this instant on whoever is still there is overdue
    supersedes_id INTEGER REFERENCES expel_note (id),
    says TEXT,
    CHECK ((limit_kind = 'date') = (limit_on IS NOT NULL)),
    CHECK ((limit_kind = 'date') = (limit_n IS NULL)),
    CHECK (supersedes_id <> id)
) STRICT;
CREATE INDEX expel_note_by_measure ON expel_note (measure_id, handed_over_at, id);
CREATE UNIQUE INDEX expel_note_superseded_once ON expel_note (supersedes_id) WHERE supersedes_id IS NOT NULL;

-- expel_person: a person of a measure. principal_id: leaves with that member of the mission. basis is for those cleared
-- for it alone; nobody owes the other side reasons.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE expel_person (
    id INTEGER PRIMARY KEY,
    measure_id INTEGER NOT NULL REFERENCES expel_measure (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    mission_id INTEGER NOT NULL REFERENCES mission (id),
    post_id INTEGER REFERENCES mission_post (id),
    principal_id INTEGER REFERENCES person (id), -- label: PERS
    wording TEXT NOT NULL CHECK (wording IN ('png', 'not_acceptable', 'family')), -- enum: expel_wording
    name_written TEXT, -- as the note writes it, where that is not as the register does
    basis TEXT, -- label: SEC
    named_by TEXT NOT NULL, -- the natural person who named this one; does not approve
    struck_on INTEGER, -- taken off the draft again
    told_at INTEGER,
    left_on INTEGER,
    left_how TEXT CHECK (left_how IN ( -- enum: expel_left_how
        'border', 'mission_note', 'own_account', 'files')),
    left_says TEXT,
    UNIQUE (measure_id, person_id),
    CHECK ((left_on IS NULL) = (left_how IS NULL))
) STRICT;
CREATE INDEX expel_person_by_person ON expel_person (person_id);

-- mission_section: what a mission does, and how many it needs at least to go on doing it.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE mission_section (
    id INTEGER PRIMARY KEY,
    mission_id INTEGER NOT NULL REFERENCES mission (id),
    name TEXT NOT NULL,
    least_n INTEGER NOT NULL CHECK (least_n >= 0),
    UNIQUE (mission_id, name)
) STRICT;

-- mission_section_post: which posts make a section; a post is in one.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE mission_section_post (
    id INTEGER PRIMARY KEY,
    section_id INTEGER NOT NULL REFERENCES mission_section (id),
    post_id INTEGER NOT NULL UNIQUE REFERENCES mission_post (id)
) STRICT;
CREATE INDEX mission_section_post_by_section ON mission_section_post (section_id);
