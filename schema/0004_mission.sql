-- Missions, the posts in them, and who serves in which post when. The post is the key object:
-- succession, vacancy and "same slot as an expelled officer" hang on it.

-- mission: an office of one state in another; foreign ones here and our own abroad alike.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.id = :viewer_mission_id)
CREATE TABLE mission (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ( -- enum: mission_kind
        'embassy', 'high_commission', 'consulate_general', 'consulate', 'honorary',
        'to_organisation', 'interests_section', 'other')),
    sending_iso TEXT NOT NULL REFERENCES ref_state (iso),
    host_iso TEXT NOT NULL REFERENCES ref_state (iso),
    city TEXT NOT NULL,
    name TEXT NOT NULL, -- "Embassy of the Russian Federation"
    parent_id INTEGER REFERENCES mission (id), -- the embassy of a consular post
    status TEXT NOT NULL CHECK (status IN ('active', 'suspended', 'closed')), -- enum: mission_status
    opened_on INTEGER,
    closed_on INTEGER,
    status_why TEXT, -- why it is suspended or closed, with the source
    is_invented INTEGER NOT NULL CHECK (is_invented IN (0, 1)),
    source TEXT NOT NULL,
    UNIQUE (host_iso, sending_iso, kind, city),
    CHECK (closed_on >= opened_on),
    CHECK (status <> 'closed' OR closed_on IS NOT NULL)
) STRICT;
CREATE INDEX mission_by_sender ON mission (sending_iso, host_iso);

-- mission_post: a slot in a mission. A frozen post may not be filled; the flag is set by whoever
-- expels, with the day and the reason, so that this folder need not look up.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE mission_post (
    id INTEGER PRIMARY KEY,
    mission_id INTEGER NOT NULL REFERENCES mission (id),
    post_no TEXT NOT NULL, -- D-07
    title TEXT NOT NULL,
    category TEXT NOT NULL CHECK (category IN ( -- enum: post_category
        'head', 'diplomatic', 'admin_technical', 'service', 'private_servant', 'consular_officer',
        'consular_employee', 'honorary', 'local')),
    rank_n INTEGER NOT NULL, -- order inside the mission; the sending state's to say (VCDR Art. 17)
    created_on INTEGER,
    abolished_on INTEGER,
    frozen_since_on INTEGER,
    frozen_why TEXT,
    is_invented INTEGER NOT NULL CHECK (is_invented IN (0, 1)),
    UNIQUE (mission_id, post_no),
    CHECK ((frozen_since_on IS NULL) = (frozen_why IS NULL)),
    CHECK (abolished_on >= created_on)
) STRICT;
CREATE INDEX mission_post_by_rank ON mission_post (mission_id, rank_n, id);

-- mission_appointment: a person in a post for a time. What happened (from_on, to_on) stands
-- beside when the ministry was told (notified_on, end_notified_on): VCDR Art. 10, VCCR Art. 24.
-- Nobody holds an occupied post.
-- label: PROT
-- rows: (:viewer_mission_id = 0 OR $.mission_id = :viewer_mission_id)
CREATE TABLE mission_appointment (
    id INTEGER PRIMARY KEY,
    mission_id INTEGER NOT NULL REFERENCES mission (id),
    post_id INTEGER NOT NULL REFERENCES mission_post (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    from_on INTEGER NOT NULL,
    to_on INTEGER, -- last day; null: serving
    notified_on INTEGER,
    end_notified_on INTEGER,
    ended_why TEXT CHECK (ended_why IN ( -- enum: appointment_end
        'tour_end', 'transfer', 'recalled', 'expelled', 'visa_lapsed', 'post_cut', 'death',
        'other')),
    ended_note TEXT,
    CHECK (to_on >= from_on),
    CHECK ((to_on IS NULL) = (ended_why IS NULL))
) STRICT;
CREATE UNIQUE INDEX mission_appointment_one_serves ON mission_appointment (post_id) WHERE to_on IS NULL;
CREATE INDEX mission_appointment_by_post ON mission_appointment (post_id, from_on);
CREATE INDEX mission_appointment_by_person ON mission_appointment (person_id, from_on);
CREATE INDEX mission_appointment_by_mission ON mission_appointment (mission_id, to_on);
