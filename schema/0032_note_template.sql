-- Templates of notes as the ministry has made them its own.

-- note_template: a version of a template, in place of what comes with the program (src/note/data/templates.txt) or of the
-- version before it, from a day on. It counts when another person has approved it, and is never changed: what was drafted from
-- an earlier one keeps its words, and the earlier one stays to be read.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE note_template (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL, -- visa_documents
    lang TEXT NOT NULL, -- BCP 47
    label TEXT NOT NULL,
    subject TEXT NOT NULL,
    wording TEXT NOT NULL, -- marked text (doc/paper.h)
    why TEXT NOT NULL,
    from_on INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'rejected')), -- enum: template_state
    account_id INTEGER NOT NULL REFERENCES account (id), -- who proposed it
    decided_account_id INTEGER REFERENCES account (id),
    CHECK ((state = 'proposed') = (decided_account_id IS NULL))
) STRICT;
CREATE INDEX note_template_by_name ON note_template (name, lang, from_on, id);
