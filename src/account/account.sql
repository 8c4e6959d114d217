-- The people who work with the register: their rights, who stands in for whom, the duty officers of the night.

-- query: account_all many
-- roles: security head auditor admin
-- scan: everybody who works with the register; some hundred rows
-- says: All accounts in the order of their login names.
SELECT a.id, a.login, a.name, a.role_bits, a.label_bits, a.mission_id, a.natural_person, a.is_active
  FROM account a ORDER BY a.login;

-- query: account_one one
-- roles: protocol visa vetting security desk head auditor admin system
-- says: One account by its login name.
SELECT a.id, a.login, a.name, a.role_bits, a.label_bits, a.natural_person, a.is_active FROM account a
 WHERE a.login = :login;

-- query: account_mission one
-- roles: system
-- all rows: whose mission an account would belong to is asked by who makes accounts
-- says: A mission that an account may belong to.
SELECT m.id FROM mission m WHERE m.id = :id;

-- query: account_others_n one
-- roles: system
-- scan: everybody who works with the register; some hundred rows
-- says: How many other people could agree to an account that this person proposes.
SELECT count(*) AS others_n FROM account a
 WHERE a.is_active = 1 AND (a.role_bits & :role_bits) <> 0 AND a.natural_person <> :person;

-- query: account_set_rights write
-- roles: system
-- says: Sets roles and labels of an account.
UPDATE account SET role_bits = :role_bits, label_bits = :label_bits WHERE id = :id;

-- query: account_set_active write
-- roles: system
-- says: Takes an account out of use, or into use again.
UPDATE account SET is_active = :is_active WHERE id = :id;

-- query: account_sessions_n one
-- roles: system
-- says: How many sessions of an account have not been ended, and had a request lately.
SELECT count(*) AS sessions_n FROM session s
 WHERE s.account_id = :account_id AND s.ended_at IS NULL AND s.seen_at > :seen_at AND s.started_at > :started_at;

-- query: account_everybodys_end write
-- roles: system
-- scan: the sessions that have not been ended; an administrator does this when something is badly wrong
-- says: Ends every session there is.
UPDATE session SET ended_at = :ended_at WHERE ended_at IS NULL;

-- query: account_deputies many
-- roles: protocol visa vetting security desk head auditor admin
-- scan: sorts those that have not ended; they are few
-- says: Who stands in for whom, from today on.
SELECT d.id, a.login, a.name, e.login AS deputy_login, e.name AS deputy_name, d.from_on, d.to_on, d.reason
  FROM account_deputy d JOIN account a ON a.id = d.account_id JOIN account e ON e.id = d.deputy_account_id
 WHERE d.to_on >= :day_on ORDER BY d.from_on, d.id;

-- query: account_nights many
-- roles: protocol visa vetting security desk head auditor admin
-- scan: sorts those that have not ended; they are few
-- says: The duty officers of the night, from today on.
SELECT n.id, a.login, a.name, n.from_on, n.to_on FROM account_night n JOIN account a ON a.id = n.account_id
 WHERE n.to_on >= :day_on ORDER BY n.from_on, n.id;

-- query: account_own_sessions many
-- roles: mission protocol visa vetting security desk head auditor admin
-- says: One's own sessions that have not ended, the newest first.
SELECT s.id, s.started_at, s.seen_at, s.means, s.agent FROM session s
 WHERE s.account_id = :viewer_user_id AND s.ended_at IS NULL AND s.seen_at > :seen_at AND s.started_at > :started_at
 ORDER BY s.id DESC LIMIT :limit_n;

-- query: account_session_end write
-- roles: system
-- says: Ends one session of an account.
UPDATE session SET ended_at = :ended_at WHERE id = :id AND account_id = :account_id AND ended_at IS NULL;

-- query: account_others_end write
-- roles: system
-- says: Ends all sessions of an account but one.
UPDATE session SET ended_at = :ended_at WHERE account_id = :account_id AND id <> :id AND ended_at IS NULL;

-- query: account_own_factors many
-- roles: mission protocol visa vetting security desk head auditor admin
-- says: What one proves oneself with beside the password; no secret of it.
SELECT f.id, f.kind, f.name, f.credential_blob, f.made_at, u.used_at
  FROM account_factor f JOIN account_factor_use u ON u.factor_id = f.id
 WHERE f.account_id = :viewer_user_id AND f.ended_at IS NULL ORDER BY f.id;

-- query: account_own_papers one
-- roles: system
-- says: How many codes on paper of an account are still good, and whether it has a password.
SELECT coalesce((SELECT count(*) FROM account_recovery r WHERE r.account_id = a.id AND r.ended_at IS NULL), 0)
       AS papers_n, CASE WHEN a.password IS NULL THEN 0 ELSE 1 END AS has_password
  FROM account a WHERE a.id = :account_id;

-- query: account_factor_add write
-- roles: system
-- says: Keeps a factor of an account.
INSERT INTO account_factor (account_id, kind, name, credential_blob, public_blob, made_at)
VALUES (:account_id, :kind, :name, :credential_blob, :public_blob, :made_at);

-- query: account_factor_use_add write
-- roles: system
-- says: Keeps what changes with the use of a factor.
INSERT INTO account_factor_use (factor_id, secret_blob, used_n, used_at)
VALUES (:factor_id, :secret_blob, :used_n, :used_at);

-- query: account_factor_end write
-- roles: system
-- says: Ends one factor of an account.
UPDATE account_factor SET ended_at = :ended_at WHERE id = :id AND account_id = :account_id AND ended_at IS NULL;

-- query: account_code_end write
-- roles: system
-- says: Ends the codes of an account: others come instead.
UPDATE account_factor SET ended_at = :ended_at
 WHERE account_id = :account_id AND kind = 'code' AND ended_at IS NULL;

-- query: account_factors_end write
-- roles: system
-- says: Ends all factors of an account.
UPDATE account_factor SET ended_at = :ended_at WHERE account_id = :account_id AND ended_at IS NULL;

-- query: account_paper_add write
-- roles: system
-- says: Keeps the hash of a code on paper.
INSERT INTO account_recovery (account_id, code_hash, made_at) VALUES (:account_id, :code_hash, :made_at);

-- query: account_papers_end write
-- roles: system
-- says: Ends all codes on paper of an account.
UPDATE account_recovery SET ended_at = :ended_at WHERE account_id = :account_id AND ended_at IS NULL;

-- query: account_first_end write
-- roles: system
-- says: Ends the codes for a first sign-in of an account.
UPDATE account_first SET ended_at = :ended_at WHERE account_id = :account_id AND ended_at IS NULL;

-- query: account_first_add write
-- roles: system
-- says: Keeps the hash of a code for the first sign-in of an account.
INSERT INTO account_first (account_id, code_hash, made_account_id, made_at, until_at)
VALUES (:account_id, :code_hash, :made_account_id, :made_at, :until_at);

-- query: account_cases many
-- roles: security head auditor admin
-- scan: the cases with named readers, which are few
-- says: The cases with named readers, and who these are.
SELECT c.id, c.name, c.made_at, a.login, a.name AS reader_name, r.since_at
  FROM access_case c LEFT JOIN access_reader r ON r.case_id = c.id AND r.ended_at IS NULL
       LEFT JOIN account a ON a.id = r.account_id
 ORDER BY c.id, r.id;

-- query: account_case_by_id one
-- roles: security head auditor admin
-- says: One case with named readers.
SELECT c.id, c.name FROM access_case c WHERE c.id = :id;

-- query: account_case_add write
-- roles: security
-- says: Adds a case with named readers.
INSERT INTO access_case (name, made_account_id, made_at) VALUES (:name, :made_account_id, :made_at);

-- query: account_reader_add write
-- roles: security
-- says: Names a reader of a case.
INSERT INTO access_reader (case_id, account_id, since_at, ended_at) VALUES (:case_id, :account_id, :since_at, NULL);

-- query: account_reader_end write
-- roles: security
-- says: Somebody reads a case no longer.
UPDATE access_reader SET ended_at = :ended_at
 WHERE case_id = :case_id AND account_id = :account_id AND ended_at IS NULL;
