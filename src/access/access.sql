-- Accounts: who may sign in, with which roles and labels. Sign-in and approval have their own queries here.

-- query: access_account_by_login one
-- roles: system
-- says: An account by its login name, with the hash of its password.
SELECT a.id, a.login, a.name, a.role_bits, a.label_bits, a.mission_id, a.natural_person, a.password, a.is_active
  FROM account a WHERE a.login = :login;

-- query: access_account_by_id one
-- roles: system
-- says: An account by its number.
SELECT a.id, a.login, a.name, a.role_bits, a.label_bits, a.mission_id, a.natural_person, a.is_active
  FROM account a WHERE a.id = :id;

-- query: access_accounts many
-- roles: head auditor admin system
-- scan: everybody who works with the register; some hundred rows
-- says: All accounts in the order of their login names.
SELECT a.id, a.login, a.name, a.role_bits, a.label_bits, a.mission_id, a.is_active
  FROM account a ORDER BY a.login;

-- query: access_account_add write
-- roles: system
-- says: Makes an account.
INSERT INTO account (login, name, role_bits, label_bits, mission_id, natural_person, password, is_active)
VALUES (:login, :name, :role_bits, :label_bits, :mission_id, :natural_person, :password, :is_active);

-- query: access_session_by_token one
-- roles: system
-- says: The session of a token's hash with its account.
SELECT s.id, s.account_id, s.started_at, s.seen_at, s.ended_at, a.login, a.name, a.role_bits, a.label_bits,
       a.mission_id, a.is_active
  FROM session s JOIN account a ON a.id = s.account_id
 WHERE s.token_hash = :token_hash;

-- query: access_session_add write
-- roles: system
-- says: Begins a session.
INSERT INTO session (token_hash, csrf_hash, account_id, started_at, seen_at, ended_at, agent)
VALUES (:token_hash, :csrf_hash, :account_id, :started_at, :seen_at, NULL, :agent);

-- query: access_session_seen write
-- roles: system
-- says: The browser of a session has just asked for something.
UPDATE session SET seen_at = :seen_at WHERE id = :id AND ended_at IS NULL;

-- query: access_session_end write
-- roles: system
-- says: Ends a session.
UPDATE session SET ended_at = :ended_at WHERE token_hash = :token_hash AND ended_at IS NULL;
