-- Applications in both directions, who holds each of them, and the standards they are measured
-- by. Columns that a count needs are PROT (a desk officer reads figures); who asks for what, and
-- why it ended, is VISA.

-- visa_standard: how soon a decision is due, for one corridor. A changed standard is a new row;
-- applications keep theirs. sending_iso, kind and category are null when the standard is for all
-- of them; the most special row in force counts. basis says what it rests on: an agreement of
-- both, one side's claim of one, the host's rule, past practice, or the yardstick this ministry
-- has set itself where nothing is agreed.
-- label: PROT
CREATE TABLE visa_standard (
    id INTEGER PRIMARY KEY,
    receiving_iso TEXT NOT NULL REFERENCES ref_state (iso),
    sending_iso TEXT REFERENCES ref_state (iso),
    kind TEXT CHECK (kind IN ('entry', 'extension', 'family', 'replacement', 'attache_approval', 're_accreditation')),
    category TEXT CHECK (category IN ('head', 'diplomatic', 'admin_technical', 'service', 'private_servant',
        'consular_officer', 'consular_employee', 'honorary', 'local')),
    name TEXT NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ( -- enum: visa_basis
        'agreement', 'claim', 'host_rule', 'practice', 'own_target')),
    limit_days INTEGER NOT NULL CHECK (limit_days > 0),
    unit TEXT NOT NULL CHECK (unit IN ('calendar', 'working')), -- enum: day_unit
    from_on INTEGER NOT NULL,
    to_on INTEGER, -- last day of receipt to which it applies
    source TEXT NOT NULL,
    CHECK (to_on >= from_on)
) STRICT;
CREATE INDEX visa_standard_by_corridor ON visa_standard (receiving_iso, sending_iso, from_on);

-- visa_application: one person's request to be let in, kept or accepted. Theirs to us and ours
-- to them alike: sending_iso and receiving_iso say which way. Ages in days at a day D: gross = D
-- - received_on; net = gross - stopped_days - (D - stopped_since_on while the clock stands).
-- due_on is the last day within the standard in force at receipt; each stop moves it on when the
-- clock starts again, so "over the standard" is coalesce(stopped_since_on, D) > due_on. All four
-- are kept by the deeds of visa together with visa_holding, which is the history; a closed
-- application keeps its last holder.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE visa_application (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE, -- A-118: to be said on the telephone
    kind TEXT NOT NULL CHECK (kind IN ( -- enum: visa_kind
        'entry', 'extension', 'family', 'replacement', 'attache_approval', 're_accreditation')),
    sending_iso TEXT NOT NULL REFERENCES ref_state (iso),
    receiving_iso TEXT NOT NULL REFERENCES ref_state (iso),
    mission_id INTEGER NOT NULL REFERENCES mission (id), -- the mission it is for
    person_id INTEGER NOT NULL REFERENCES person (id), -- label: VISA
    post_id INTEGER REFERENCES mission_post (id), -- label: VISA
    household_id INTEGER REFERENCES visa_application (id), -- the application of the head of the household
    visa_until_on INTEGER, -- the visa in hand ends then (extensions)
    received_on INTEGER NOT NULL,
    note_no TEXT, -- label: VISA
    standard_id INTEGER NOT NULL REFERENCES visa_standard (id), -- in force at receipt
    due_on INTEGER NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ( -- enum: visa_stage
        'received', 'documents', 'vetting', 'consultation', 'decision', 'approval', 'closed')),
    holder TEXT NOT NULL CHECK (holder IN ( -- enum: visa_holder
        'mission', 'protocol', 'visa', 'vetting', 'security', 'other_ministry', 'approver')),
    holder_since_on INTEGER NOT NULL,
    stopped_days INTEGER NOT NULL CHECK (stopped_days >= 0), -- of clock stops that ended
    stopped_since_on INTEGER, -- the clock stands since; null: it runs
    closed_on INTEGER,
    outcome TEXT CHECK (outcome IN ('granted', 'refused', 'withdrawn', 'lapsed')), -- enum: visa_outcome
    outcome_reason TEXT, -- label: VISA
    is_invented INTEGER NOT NULL CHECK (is_invented IN (0, 1)),
    CHECK (sending_iso <> receiving_iso),
    CHECK (household_id <> id),
    CHECK (holder_since_on >= received_on),
    CHECK (stopped_since_on >= received_on),
    CHECK (closed_on >= received_on),
    CHECK (stopped_since_on IS NULL OR holder = 'mission'),
    CHECK (closed_on IS NULL OR stopped_since_on IS NULL),
    CHECK ((closed_on IS NULL) = (outcome IS NULL)),
    CHECK ((closed_on IS NULL) = (stage <> 'closed'))
) STRICT;
CREATE INDEX visa_application_queue ON visa_application (receiving_iso, due_on, id) WHERE closed_on IS NULL;
CREATE INDEX visa_application_corridor ON visa_application (receiving_iso, sending_iso, due_on, id)
    WHERE closed_on IS NULL;
CREATE INDEX visa_application_history ON visa_application (receiving_iso, sending_iso, received_on);
CREATE INDEX visa_application_by_mission ON visa_application (mission_id, received_on, id);
CREATE INDEX visa_application_by_person ON visa_application (person_id, received_on);
CREATE INDEX visa_application_by_household ON visa_application (household_id);
CREATE INDEX visa_application_by_post ON visa_application (post_id);

-- visa_holding: who held an application, at which stage, from when to when. The rows of one
-- application follow each other without gap: to_on of one is from_on of the next, null in the last
-- while the application is open. Each carries the clock as it stood when the line began, so that any
-- past day can be counted from one line. The clock stands only while the mission holds the
-- application, and only with a reason. The ministry's own: mission users do not see it.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE visa_holding (
    id INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES visa_application (id),
    stage TEXT NOT NULL CHECK (stage IN ('received', 'documents', 'vetting', 'consultation', 'decision', 'approval',
        'closed')),
    holder TEXT NOT NULL CHECK (holder IN ('mission', 'protocol', 'visa', 'vetting', 'security', 'other_ministry',
        'approver')),
    from_on INTEGER NOT NULL,
    to_on INTEGER,
    due_on INTEGER NOT NULL, -- of the application, as it was when this line began
    stopped_days INTEGER NOT NULL, -- likewise
    is_clock_stopped INTEGER NOT NULL CHECK (is_clock_stopped IN (0, 1)),
    reason TEXT, -- label: VISA
    by_account_id INTEGER, -- who did it; null: at the register's making
    CHECK (to_on >= from_on),
    CHECK (is_clock_stopped = 0 OR (holder = 'mission' AND length(reason) > 0))
) STRICT;
CREATE INDEX visa_holding_by_application ON visa_holding (application_id, from_on, id);
CREATE UNIQUE INDEX visa_holding_one_holds ON visa_holding (application_id) WHERE to_on IS NULL;
