-- Working on applications: who has taken which, who must keep out of which, and which papers came or were asked for.

-- Null: anybody of the holder's section may take it.
-- label: PROT
ALTER TABLE visa_application ADD COLUMN assigned_account_id INTEGER;

-- visa_lock: who is working on an application just now; others see it and wait until it ends by itself.
-- label: PROT
-- audit: none, it says who looks at what just now; what is done with it are deeds of their own
CREATE TABLE visa_lock (
    id INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL UNIQUE REFERENCES visa_application (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    until_at INTEGER NOT NULL
) STRICT;
CREATE INDEX visa_lock_by_account ON visa_lock (account_id, until_at);

-- visa_conflict: somebody who must not work on an application, and why: "knows the applicant".
-- label: VISA
CREATE TABLE visa_conflict (
    id INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES visa_application (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    reason TEXT NOT NULL,
    declared_on INTEGER NOT NULL,
    UNIQUE (application_id, account_id)
) STRICT;
CREATE INDEX visa_conflict_by_account ON visa_conflict (account_id, application_id);

-- visa_paper: what an application of its kind must bring: given, asked for, or neither yet.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR EXISTS (SELECT 1 FROM visa_application x WHERE x.id = $.application_id AND x.mission_id = :viewer_mission_id))
CREATE TABLE visa_paper (
    id INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES visa_application (id),
    item TEXT NOT NULL CHECK (item IN ( -- enum: visa_item
        'passport', 'photo', 'role', 'cv', 'predecessor', 'visa_in_hand', 'kinship')),
    given_on INTEGER,
    asked_on INTEGER,
    UNIQUE (application_id, item)
) STRICT;
