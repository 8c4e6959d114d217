-- Measures: which mission a part is about, families that leave with a member, applications refused as a part of a measure,
-- what was written down wrongly; and who sees which measures.

-- The mission that a part is about, where the register has it; null: all of the State.
-- label: PROT
ALTER TABLE expel_component ADD COLUMN mission_id INTEGER;

-- 1: the measure names this person. 0: leaves with the member of the household who is named (principal_id). The word in
-- `wording` is that of the convention for the category, were the person declared; what a measure does say to the people it
-- names (asked to leave, chosen by the sending State) are its parts.
-- label: PROT
ALTER TABLE expel_person ADD COLUMN is_named INTEGER NOT NULL DEFAULT 1;

-- expel_application: an application that was refused, or waits to be, as a part of a measure.
-- label: VISA
-- rows: (:viewer_mission_id = 0)
CREATE TABLE expel_application (
    id INTEGER PRIMARY KEY,
    component_id INTEGER NOT NULL REFERENCES expel_component (id),
    application_id INTEGER NOT NULL REFERENCES visa_application (id),
    UNIQUE (component_id, application_id)
) STRICT;
CREATE INDEX expel_application_by_application ON expel_application (application_id);

-- expel_correction: what was always true of a measure and was written down wrongly.
-- label: PROT
-- rows: (:viewer_mission_id = 0)
CREATE TABLE expel_correction (
    id INTEGER PRIMARY KEY,
    measure_id INTEGER NOT NULL REFERENCES expel_measure (id),
    person_id INTEGER REFERENCES person (id), -- null: of the measure itself
    field TEXT NOT NULL CHECK (field IN ('says', 'source', 'note_no', 'handed_to', 'written', 'left', 'how')), -- enum: expel_field
    was TEXT,
    became TEXT NOT NULL,
    reason TEXT NOT NULL,
    corrected_on INTEGER NOT NULL
) STRICT;
CREATE INDEX expel_correction_by_measure ON expel_correction (measure_id, id);
CREATE INDEX expel_correction_by_person ON expel_correction (person_id);

-- An account with a scope sees the measures of its states only, with everything that hangs on them; an incident when one of
-- its measures is among them, or when none has come of it yet.
-- narrow: expel_measure NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id AND z.state_iso IN ($.sender_iso, $.target_iso))
-- narrow: expel_component NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM expel_measure y JOIN account_scope z ON z.state_iso IN (y.sender_iso, y.target_iso) WHERE y.id = $.measure_id AND z.account_id = :viewer_user_id)
-- narrow: expel_claim NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM expel_measure y JOIN account_scope z ON z.state_iso IN (y.sender_iso, y.target_iso) WHERE y.id = $.measure_id AND z.account_id = :viewer_user_id)
-- narrow: expel_note NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM expel_measure y JOIN account_scope z ON z.state_iso IN (y.sender_iso, y.target_iso) WHERE y.id = $.measure_id AND z.account_id = :viewer_user_id)
-- narrow: expel_person NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM expel_measure y JOIN account_scope z ON z.state_iso IN (y.sender_iso, y.target_iso) WHERE y.id = $.measure_id AND z.account_id = :viewer_user_id)
-- narrow: expel_correction NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM expel_measure y JOIN account_scope z ON z.state_iso IN (y.sender_iso, y.target_iso) WHERE y.id = $.measure_id AND z.account_id = :viewer_user_id)
-- narrow: expel_application NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM visa_application y JOIN account_scope z ON z.state_iso IN (y.sending_iso, y.receiving_iso) WHERE y.id = $.application_id AND z.account_id = :viewer_user_id)
-- narrow: expel_incident NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR NOT EXISTS (SELECT 1 FROM expel_measure y WHERE y.incident_id = $.id) OR EXISTS (SELECT 1 FROM expel_measure y JOIN account_scope z ON z.state_iso IN (y.sender_iso, y.target_iso) WHERE y.incident_id = $.id AND z.account_id = :viewer_user_id)
-- narrow: expel_attribution NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR NOT EXISTS (SELECT 1 FROM expel_measure y WHERE y.incident_id = $.incident_id) OR EXISTS (SELECT 1 FROM expel_measure y JOIN account_scope z ON z.state_iso IN (y.sender_iso, y.target_iso) WHERE y.incident_id = $.incident_id AND z.account_id = :viewer_user_id)
-- narrow: mission_section NOT EXISTS (SELECT 1 FROM account_scope z WHERE z.account_id = :viewer_user_id) OR EXISTS (SELECT 1 FROM mission y JOIN account_scope z ON z.state_iso IN (y.sending_iso, y.host_iso) WHERE y.id = $.mission_id AND z.account_id = :viewer_user_id)
CREATE INDEX expel_measure_by_sides ON expel_measure (sender_iso, target_iso);
