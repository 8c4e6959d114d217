-- Where people can be reached, so that what they share with others is seen.

-- person_contact: an address, telephone number or e-mail address of a person. find_key is what two ways of writing the same
-- have in common, made in C (person_contact_key). What has ended stays: a former address is a link too.
-- label: PERS
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE person_contact (
    id INTEGER PRIMARY KEY,
    mission_id INTEGER, -- which told the ministry of it
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('address', 'telephone', 'email')), -- enum: contact_kind
    value TEXT NOT NULL,
    find_key TEXT NOT NULL,
    from_on INTEGER NOT NULL, -- the day on which the register was told
    to_on INTEGER,
    source TEXT NOT NULL, -- note, form, or "invented"
    UNIQUE (person_id, kind, find_key),
    CHECK (to_on >= from_on)
) STRICT;
-- narrow: person_contact EXISTS (SELECT 1 FROM person x WHERE x.id = $.person_id AND x.erased_on IS NULL)
CREATE INDEX person_contact_by_key ON person_contact (kind, find_key, person_id);
