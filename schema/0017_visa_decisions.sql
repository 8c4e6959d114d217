-- What a decision says beside its outcome. Towards the sending state no reason is owed; inside one is, first as a code.

-- Why it was refused, as one of the codes of visa.def.
-- label: VISA
-- enum: visa_reason
ALTER TABLE visa_application ADD COLUMN reason_code TEXT CHECK (reason_code IN (
    'not_acceptable', 'size', 'post_frozen', 'category', 'attache', 'nationality', 'notice', 'household', 'reciprocity',
    'other'));

-- A grant: from when to when the visa lets in, how often, and by when the stay in the post ends; null: not said.
-- label: VISA
ALTER TABLE visa_application ADD COLUMN valid_from_on INTEGER;
-- label: VISA
ALTER TABLE visa_application ADD COLUMN valid_until_on INTEGER;
-- label: VISA
-- enum: visa_entries
ALTER TABLE visa_application ADD COLUMN entries TEXT CHECK (entries IN ('one', 'two', 'many'));
-- label: VISA
ALTER TABLE visa_application ADD COLUMN tenure_until_on INTEGER;

-- Applications that ended, latest first.
CREATE INDEX visa_application_closed ON visa_application (receiving_iso, closed_on, id) WHERE closed_on IS NOT NULL;

-- The open ones by age.
CREATE INDEX visa_application_by_age ON visa_application (receiving_iso, received_on, id) WHERE closed_on IS NULL;
