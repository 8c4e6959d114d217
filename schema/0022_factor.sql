-- How people prove to be who they are, beside a password: codes of an application, keys, recovery codes; and how often
-- it went wrong.

-- account_attempt: refused sign-ins in a row, since the last that succeeded. account_id 0: of login names that do not
-- exist; they cost the same.
-- label: PROT
-- audit: none, each refused sign-in has its own entry in the log
CREATE TABLE account_attempt (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL UNIQUE,
    failures_n INTEGER NOT NULL,
    failed_at INTEGER NOT NULL
) STRICT;

-- account_factor: what an account proves itself with beside its password. A key's credential and public half are no
-- secrets, and the log keeps them, so that nobody exchanges them in the file.
-- label: PROT
CREATE TABLE account_factor (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('code', 'key')), -- enum: factor_kind
    name TEXT NOT NULL,
    credential_blob BLOB UNIQUE, -- of a key: what it calls itself
    public_blob BLOB, -- of a key: x and y of its point on P-256
    made_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX account_factor_by_account ON account_factor (account_id, id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX account_factor_one_code ON account_factor (account_id) WHERE kind = 'code' AND ended_at IS NULL;

-- account_factor_use: what changes with each use of a factor, and the secret of the codes, sealed with a key that is
-- not in the register.
-- label: PROT
-- audit: none, secrets and counters have no place in the log
CREATE TABLE account_factor_use (
    id INTEGER PRIMARY KEY,
    factor_id INTEGER NOT NULL UNIQUE REFERENCES account_factor (id),
    secret_blob BLOB,
    used_n INTEGER NOT NULL, -- of codes: the last half minute since 1970 that was used; of a key: its counter
    used_at INTEGER
) STRICT;

-- account_recovery: codes on paper, each good once, for when the other factor is lost. The codes have 125 random bits:
-- a plain hash keeps them.
-- label: PROT
CREATE TABLE account_recovery (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    code_hash BLOB NOT NULL UNIQUE,
    made_at INTEGER NOT NULL,
    ended_at INTEGER -- used, or replaced by new ones
) STRICT;
CREATE INDEX account_recovery_by_account ON account_recovery (account_id) WHERE ended_at IS NULL;

-- account_first: a code with which somebody who has no password signs in once and chooses one: a new account, or one
-- that two people have reset.
-- label: PROT
CREATE TABLE account_first (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    code_hash BLOB NOT NULL UNIQUE,
    made_account_id INTEGER NOT NULL REFERENCES account (id),
    made_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    ended_at INTEGER -- used, or replaced by another
) STRICT;
CREATE INDEX account_first_by_account ON account_first (account_id) WHERE ended_at IS NULL;

-- When whoever sits at a session last proved who they are, and by what.
-- label: PROT
ALTER TABLE session ADD COLUMN proved_at INTEGER;
-- label: PROT
ALTER TABLE session ADD COLUMN means TEXT;
