-- A new post is an act of life, too: until now posts came by import only. The table of acts is made anew around its rows, as
-- in 0033.
-- postgresql: ALTER TABLE mission_act DROP CONSTRAINT mission_act_kind_check
PRAGMA defer_foreign_keys = on;

-- postgresql: ALTER TABLE mission_act ADD CONSTRAINT mission_act_kind_check CHECK (kind IN ('agrement_asked', 'agrement_granted', 'agrement_refused', 'agrement_lapsed', 'agrement_withdrawn', 'appointed', 'arrived', 'functions', 'credentials', 'charge_began', 'charge_ended', 'transferred', 'nationality', 'resident', 'consent_given', 'consent_withdrawn', 'ended', 'departed', 'died', 'family_expected', 'family_joined', 'family_left', 'card_issued', 'card_renewed', 'card_lost', 'card_returned', 'signatory_named', 'signatory_ended', 'suspended', 'closed', 'reopened', 'protected', 'post_created', 'post_abolished', 'post_freed'))
CREATE TEMPORARY TABLE mission_act_kept AS SELECT * FROM mission_act;

-- postgresql: nothing
DROP TABLE mission_act;

-- mission_act: one act of life: what happened, when, when the ministry was told, under which article. Kinds are those of
-- src/mission/mission.def. Agréments are confidential: a mission sees its own, nobody else's.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
-- postgresql: nothing
CREATE TABLE mission_act (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ( -- enum: mission_act_kind
        'agrement_asked', 'agrement_granted', 'agrement_refused', 'agrement_lapsed', 'agrement_withdrawn',
        'appointed', 'arrived', 'functions', 'credentials', 'charge_began', 'charge_ended', 'transferred',
        'nationality', 'resident', 'consent_given', 'consent_withdrawn', 'ended', 'departed', 'died',
        'family_expected', 'family_joined', 'family_left', 'card_issued', 'card_renewed', 'card_lost',
        'card_returned', 'signatory_named', 'signatory_ended', 'suspended', 'closed', 'reopened', 'protected',
        'post_created', 'post_abolished', 'post_freed')),
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

-- postgresql: nothing
INSERT INTO mission_act SELECT * FROM mission_act_kept;

-- postgresql: nothing
DROP TABLE mission_act_kept;

-- postgresql: nothing
CREATE INDEX mission_act_by_mission ON mission_act (mission_id, happened_on);

-- postgresql: nothing
CREATE INDEX mission_act_by_person ON mission_act (person_id, happened_on);

-- postgresql: nothing
CREATE INDEX mission_act_by_appointment ON mission_act (appointment_id, kind);

-- postgresql: nothing
CREATE INDEX mission_act_by_note ON mission_act (note_no);

-- postgresql: nothing
CREATE INDEX mission_act_by_told ON mission_act (told_on);
