-- The people the register knows: members of missions, their families, applicants.

-- person: a human being the register knows. mission_id is the mission that told the ministry of
-- this person last (no foreign key: missions come later); its users see the record. name is the
-- printed form in Latin letters; the parts stand beside it because states print them in
-- different orders. mrz_name is as in the passport's machine-readable zone (ICAO 9303). sort_key
-- is the folded Latin form, made in C, for order and look-up.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE, -- P-00412: to be said on the telephone
    mission_id INTEGER,
    name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    given_names TEXT,
    patronymic TEXT,
    prefix TEXT, -- military rank or title
    name_order TEXT NOT NULL CHECK (name_order IN ('family_first', 'given_first')), -- enum: name_order
    native_name TEXT,
    native_lang TEXT, -- BCP 47, for lang= on the page
    mrz_name TEXT,
    sort_key TEXT NOT NULL,
    sex TEXT CHECK (sex IN ('f', 'm', 'x')), -- enum: person_sex
    birth_from_on INTEGER, -- label: PERS
    birth_to_on INTEGER, -- label: PERS
    birth_place TEXT, -- label: PERS
    nationality_iso TEXT NOT NULL REFERENCES ref_state (iso),
    is_invented INTEGER NOT NULL CHECK (is_invented IN (0, 1)), -- made up for the demo world
    source TEXT NOT NULL, -- note number, public source, or "invented"
    CHECK ((birth_from_on IS NULL) = (birth_to_on IS NULL)),
    CHECK (birth_from_on <= birth_to_on)
) STRICT;
CREATE INDEX person_by_sort_key ON person (sort_key, id);
CREATE INDEX person_by_mission ON person (mission_id, sort_key, id);

-- person_name: another form of a person's name. The ministry's own notes: mission users do not
-- see them.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE person_name (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('native', 'maiden', 'previous', 'alias', 'spelling')), -- enum: name_kind
    name TEXT NOT NULL,
    lang TEXT, -- BCP 47
    sort_key TEXT NOT NULL,
    source TEXT NOT NULL,
    UNIQUE (person_id, kind, name)
) STRICT;
CREATE INDEX person_name_by_sort_key ON person_name (sort_key, person_id);
