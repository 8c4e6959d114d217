-- What a calendar reads.

-- query: desk_feed_mine many
-- roles: protocol visa vetting security desk head
-- says: The feeds of the viewer that still run.
-- scan: sorts the feeds of one account
SELECT f.id, f.made_at
  FROM desk_feed f
 WHERE @rows(f) AND f.account_id = :account_id AND f.ended_at IS NULL
 ORDER BY f.made_at;

-- query: desk_feed_find one
-- roles: system
-- says: Whose calendar sends this, while its password is good.
SELECT f.id, a.login
  FROM desk_feed f JOIN account a ON a.id = f.account_id
 WHERE @rows(f) AND f.token_hash = :token_hash AND f.ended_at IS NULL;

-- query: desk_feed_add write
-- roles: protocol visa vetting security desk head
-- says: Adds a password for the calendar of one's own deadlines.
INSERT INTO desk_feed (account_id, token_hash, made_at) VALUES (:account_id, :token_hash, :made_at);

-- query: desk_feed_end write
-- roles: protocol visa vetting security desk head
-- says: Ends one's own feeds.
-- all rows: the account is that of the viewer
UPDATE desk_feed SET ended_at = :ended_at WHERE account_id = :account_id AND ended_at IS NULL;
