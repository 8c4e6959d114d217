-- A schema of the test's own: a case with a row predicate, a person with a label, a cache without log.

-- label: PROT
-- rows: (:viewer_mission_id = 0 or $.mission_id = :viewer_mission_id)
CREATE TABLE paper (
	id INTEGER PRIMARY KEY,
	mission_id INTEGER NOT NULL,
	received_on INTEGER NOT NULL,
	due_on INTEGER,
	title TEXT NOT NULL,
	secret TEXT, -- label: SEC
	stage TEXT NOT NULL CHECK (stage IN ('open', -- as it comes
		'closed')), -- enum: paper_stage
	is_late INTEGER NOT NULL CHECK (is_late IN (0, 1))
) STRICT;
CREATE INDEX paper_open ON paper(received_on) WHERE stage = 'open';
CREATE INDEX paper_mission ON paper(mission_id, received_on);

-- label: PERS
CREATE TABLE human (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL
) STRICT;

-- label: PROT
-- audit: none, made anew from other rows
CREATE TABLE cache (id INTEGER PRIMARY KEY, total_n INTEGER NOT NULL) STRICT;

-- label: PROT
-- rows: EXISTS (SELECT 1 FROM paper y WHERE y.id = $.paper_id AND y.mission_id = :viewer_mission_id)
-- audit: none, made anew from other rows
CREATE TABLE leaf (id INTEGER PRIMARY KEY, paper_id INTEGER NOT NULL) STRICT;
