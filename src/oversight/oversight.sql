-- Break-glass: taking a label on one record for an hour, and its review.

-- query: oversight_glass_add write
-- roles: protocol visa vetting security desk head
-- says: Takes one label on one record for a time.
INSERT INTO access_glass (account_id, label, object_table, object_id, reason, opened_at, until_at, review_due_on)
VALUES (:account_id, :label, :object_table, :object_id, :reason, :opened_at, :until_at, :review_due_on);

-- query: oversight_glass_review write
-- roles: security head
-- says: Says whether a break-glass was right; it then ends.
UPDATE access_glass SET reviewed_account_id = :reviewed_account_id, reviewed_at = :reviewed_at, verdict = :verdict,
       review_note = :review_note
 WHERE id = :id AND reviewed_at IS NULL;

-- query: oversight_glass_all many
-- roles: security head auditor
-- scan: sorts the newest of a few by their number
-- says: What was taken by break-glass, the newest first, with its review.
SELECT g.id, g.account_id, u.login, u.name AS user_name, u.natural_person, g.label, g.object_table, g.object_id, g.reason,
       g.opened_at, g.until_at, g.review_due_on, g.reviewed_at, r.name AS reviewed_name, g.verdict, g.review_note
  FROM access_glass g
  JOIN account u ON u.id = g.account_id
  LEFT JOIN account r ON r.id = g.reviewed_account_id
 ORDER BY g.id DESC LIMIT :limit_n;

-- query: oversight_glass_by_id one
-- roles: security head auditor
-- says: One break-glass.
SELECT g.id, g.account_id, u.natural_person, g.reviewed_at FROM access_glass g JOIN account u ON u.id = g.account_id
 WHERE g.id = :id;

-- query: oversight_glass_count one
-- roles: security head auditor
-- scan: walks the index of those that wait; they are few
-- says: How many wait for their review.
SELECT count(*) AS waiting_n FROM access_glass g WHERE g.reviewed_at IS NULL;
