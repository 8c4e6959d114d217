-- Spouses on the Diplomatic List, who are printed with their consent only.

-- list_spouse: a spouse or partner who is printed beside a member, and the consent to it. Who left the household is printed
-- no more.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE list_spouse (
    id INTEGER PRIMARY KEY,
    mission_id INTEGER NOT NULL REFERENCES mission (id),
    principal_id INTEGER NOT NULL REFERENCES person (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    consent TEXT NOT NULL, -- the note or form that gives it
    from_on INTEGER NOT NULL,
    to_on INTEGER, -- when it was withdrawn
    CHECK (principal_id <> person_id),
    CHECK (to_on >= from_on)
) STRICT;
CREATE UNIQUE INDEX list_spouse_one ON list_spouse (principal_id) WHERE to_on IS NULL;
CREATE INDEX list_spouse_by_person ON list_spouse (person_id);
