-- Addresses that entries of watch-lists publish, so that somebody who lives at one is seen.

-- vet_address: an address of an entry, by what two ways of writing it have in common (person_contact_key), once with and
-- once without its country. Only those with a number: a town alone says nothing.
-- label: VET
-- rows: EXISTS (SELECT 1 FROM vet_entry x WHERE x.id = $.entry_id AND (x.src_id IS NULL OR :viewer_user_id = 0 OR EXISTS (SELECT 1 FROM access_reader r WHERE r.account_id = :viewer_user_id AND r.case_id = x.src_id AND r.ended_at IS NULL)))
-- audit: none, it is derived from the entry; its version is in the log
CREATE TABLE vet_address (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES vet_entry (id),
    find_key TEXT NOT NULL
) STRICT;
CREATE INDEX vet_address_by_key ON vet_address (find_key, entry_id);
CREATE INDEX vet_address_by_entry ON vet_address (entry_id);
