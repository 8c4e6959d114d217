-- The people who work with the register, what waits for a second person, and the log. docs/sql.md says how
-- these files are written; a migration is never edited after a release.

-- account: somebody who may sign in. `role_bits` and `label_bits` are those of src/data/*.def.
-- label: PROT
CREATE TABLE account (
	id INTEGER PRIMARY KEY,
	login TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	role_bits INTEGER NOT NULL,
	label_bits INTEGER NOT NULL,
	mission_id INTEGER, -- the only mission this account may see; null = all
	natural_person TEXT NOT NULL, -- who sits behind it: two accounts of one person never approve each other
	password TEXT, -- label: SEC
	is_active INTEGER NOT NULL CHECK (is_active IN (0, 1))
) STRICT;

-- session: a signed-in browser. The token itself is with the browser only.
-- label: PROT
-- audit: none, signing in and out are deeds of their own; this row moves with every request
CREATE TABLE session (
	id INTEGER PRIMARY KEY,
	token_hash BLOB NOT NULL UNIQUE,
	csrf_hash BLOB NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account(id),
	started_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL,
	ended_at INTEGER,
	agent TEXT
) STRICT;
CREATE INDEX session_account ON session(account_id);

-- proposal: an act that needs a second person. The body is canonical JSON; approval binds its hash.
-- label: PROT
CREATE TABLE proposal (
	id INTEGER PRIMARY KEY,
	act TEXT NOT NULL,
	object_table TEXT NOT NULL,
	object_id INTEGER NOT NULL,
	object_version_n INTEGER NOT NULL,
	body TEXT NOT NULL,
	body_hash BLOB NOT NULL,
	summary TEXT NOT NULL,
	needs_bits INTEGER NOT NULL, -- roles of which the approver must have one
	state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'void')), -- enum: proposal_state
	proposed_account_id INTEGER NOT NULL REFERENCES account(id),
	proposed_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	decided_account_id INTEGER REFERENCES account(id),
	decided_at INTEGER,
	reason TEXT
) STRICT;
CREATE INDEX proposal_waiting ON proposal(proposed_at) WHERE state = 'waiting';
CREATE INDEX proposal_object ON proposal(object_table, object_id);

-- audit_leaf: the log, one row a leaf; id is its number from 1. `body` is what is hashed (canonical JSON with
-- commitments, no personal data); `opening` holds the salts and values and goes when somebody is erased. The
-- other columns repeat the body so that it can be searched; verification compares them.
-- label: PROT
-- audit: none, it is the log
CREATE TABLE audit_leaf (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	act TEXT NOT NULL,
	op TEXT NOT NULL,
	object_table TEXT NOT NULL,
	object_id INTEGER NOT NULL,
	version_n INTEGER NOT NULL,
	body TEXT NOT NULL,
	leaf_hash BLOB NOT NULL, -- RFC 6962 hash of the body: names the leaf whose body was changed; proofs read it
	opening TEXT
) STRICT;
CREATE INDEX audit_leaf_object ON audit_leaf(object_table, object_id, id);
CREATE INDEX audit_leaf_account ON audit_leaf(account_id, id);

-- audit_edge: the right edge of the Merkle tree: what is needed to append, and the root.
-- label: PROT
-- audit: none, it is the log
CREATE TABLE audit_edge (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	leaves_n INTEGER NOT NULL,
	changes_n INTEGER NOT NULL, -- of them those that changed a row: the version of the register's data
	edge_blob BLOB NOT NULL,
	root_hash BLOB NOT NULL
) STRICT;
