-- What the counts of open applications read, all of it, in the order in which they group it.
CREATE INDEX visa_application_counts ON visa_application (receiving_iso, sending_iso, stage, holder, kind, due_on, stopped_since_on, closed_on)
    WHERE closed_on IS NULL;
