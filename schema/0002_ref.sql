-- What every feature leans on: states, the register itself, holidays, offices of state and who
-- held them.

-- ref_state: a state, territory, former state or organisation that a record may name. iso is ISO
-- 3166-1 alpha-2. Two former states had CS: both carry the four letters of ISO 3166-3 instead
-- (CSHH Czechoslovakia, CSXX Serbia and Montenegro), so that iso names one state for ever. EU is
-- a reserved code.
-- label: PROT
CREATE TABLE ref_state (
    id INTEGER PRIMARY KEY,
    iso TEXT NOT NULL UNIQUE,
    iso3 TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('state', 'territory', 'former', 'organisation')), -- enum: state_kind
    name TEXT NOT NULL,
    official_name TEXT NOT NULL,
    since_year_n INTEGER, -- null: before every other row of its soil
    until_year_n INTEGER, -- null: in being
    CHECK (length(iso) BETWEEN 2 AND 4),
    CHECK (kind <> 'former' OR until_year_n IS NOT NULL)
) STRICT;

-- ref_successor: which state came after a former one; one row each. is_continuing says that it
-- is the same state under a new name or by agreement of all (SU and RU): its missions, rounds
-- and accounts go on, and a question about the one includes the other.
-- label: PROT
CREATE TABLE ref_successor (
    id INTEGER PRIMARY KEY,
    former_iso TEXT NOT NULL REFERENCES ref_state (iso),
    successor_iso TEXT NOT NULL REFERENCES ref_state (iso),
    is_continuing INTEGER NOT NULL CHECK (is_continuing IN (0, 1)),
    UNIQUE (former_iso, successor_iso),
    CHECK (former_iso <> successor_iso)
) STRICT;
CREATE INDEX ref_successor_by_successor ON ref_successor (successor_iso, former_iso);

-- ref_register: what this register is; one row. A register that carries its own day (the demo
-- world, an exercise) has both instants: at clock_set_at by the machine's clock its own clock
-- showed clock_at, and it runs since. Without them its clock is the machine's.
-- label: PROT
CREATE TABLE ref_register (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    host_iso TEXT NOT NULL REFERENCES ref_state (iso),
    ministry TEXT NOT NULL, -- the name of the ministry that keeps it
    zone TEXT NOT NULL, -- IANA name of the host's time zone
    holiday_region TEXT NOT NULL, -- which holidays of the host count
    is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
    clock_at INTEGER,
    clock_set_at INTEGER,
    CHECK ((clock_at IS NULL) = (clock_set_at IS NULL))
) STRICT;

-- ref_holiday: a day on which the host's ministry is closed, beside Saturdays and Sundays.
-- label: PROT
CREATE TABLE ref_holiday (
    id INTEGER PRIMARY KEY,
    host_iso TEXT NOT NULL REFERENCES ref_state (iso),
    region TEXT NOT NULL,
    holiday_on INTEGER NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    UNIQUE (host_iso, region, holiday_on)
) STRICT;

-- ref_office: an office of a state, or a body of it, whose holders speak and sign for it.
-- label: PROT
CREATE TABLE ref_office (
    id INTEGER PRIMARY KEY,
    state_iso TEXT NOT NULL REFERENCES ref_state (iso),
    kind TEXT NOT NULL CHECK (kind IN ( -- enum: office_kind
        'head_of_state', 'head_of_government', 'foreign_minister', 'foreign_ministry', 'ambassador',
        'other')),
    title TEXT NOT NULL,
    UNIQUE (state_iso, title)
) STRICT;

-- ref_office_holder: who held an office and when; a public fact with its source.
-- label: PROT
CREATE TABLE ref_office_holder (
    id INTEGER PRIMARY KEY,
    office_id INTEGER NOT NULL REFERENCES ref_office (id),
    name TEXT NOT NULL,
    native_name TEXT,
    native_lang TEXT, -- BCP 47
    from_on INTEGER NOT NULL,
    to_on INTEGER, -- last day; null: still in office as far as the source tells
    source TEXT NOT NULL,
    UNIQUE (office_id, from_on),
    CHECK (to_on >= from_on)
) STRICT;
