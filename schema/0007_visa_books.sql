-- What the backlog's outlook counts: how many ended on each day, and since when the register has watched an
-- application that it did not know from its receipt on.

CREATE INDEX visa_application_ended ON visa_application (receiving_iso, sending_iso, closed_on);

-- Null: watched from its receipt. Else it was open already, and older, when it was entered: those that came with it
-- and ended before were never seen.
ALTER TABLE visa_application ADD COLUMN watched_from_on INTEGER;
