-- Own lists kept in cases with named readers: what waits about such a list, and its versions, are seen by nobody else.

-- The case a proposal belongs to, with what it is about; null: none.
-- label: PROT
ALTER TABLE proposal ADD COLUMN src_id INTEGER REFERENCES access_case (id);

-- narrow: proposal ($.src_id IS NULL OR :viewer_user_id = 0 OR EXISTS (SELECT 1 FROM access_reader r WHERE r.account_id = :viewer_user_id AND r.case_id = $.src_id AND r.ended_at IS NULL))
-- narrow: vet_version EXISTS (SELECT 1 FROM vet_list y WHERE y.id = $.list_id AND (y.src_id IS NULL OR :viewer_user_id = 0 OR EXISTS (SELECT 1 FROM access_reader r WHERE r.account_id = :viewer_user_id AND r.case_id = y.src_id AND r.ended_at IS NULL)))
CREATE INDEX vet_hit_by_list ON vet_hit (list_id, id);
CREATE INDEX access_reader_by_case ON access_reader (case_id, account_id);
