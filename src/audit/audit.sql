-- The log's own queries. Only src/audit/ calls the writes.

-- query: audit_edge_get one
-- roles: mission protocol visa vetting security desk head auditor admin system
-- says: Size, right edge and root of the log.
SELECT e.leaves_n, e.changes_n, e.edge_blob, e.root_hash FROM audit_edge e WHERE e.id = 1;

-- query: audit_edge_put write
-- roles: mission protocol visa vetting security desk head auditor admin system
-- later: what it fails of ends the whole commit
-- says: Moves the right edge after leaves were appended.
INSERT INTO audit_edge (id, leaves_n, changes_n, edge_blob, root_hash)
VALUES (1, :leaves_n, :changes_n, :edge_blob, :root_hash)
ON CONFLICT (id) DO UPDATE SET leaves_n = excluded.leaves_n, changes_n = excluded.changes_n,
	edge_blob = excluded.edge_blob, root_hash = excluded.root_hash;

-- query: audit_leaf_add write
-- roles: mission protocol visa vetting security desk head auditor admin system
-- later: what it fails of ends the whole commit
-- says: Appends one leaf.
INSERT INTO audit_leaf (id, at, account_id, act, op, object_table, object_id, version_n, body,
	leaf_hash, opening)
VALUES (:id, :at, :account_id, :act, :op, :object_table, :object_id, :version_n, :body, :leaf_hash, :opening);

-- query: audit_leaf_last one
-- roles: mission protocol visa vetting security desk head auditor admin system
-- says: The newest leaf of an object.
SELECT l.id, l.version_n FROM audit_leaf l
 WHERE l.object_table = :object_table AND l.object_id = :object_id ORDER BY l.id DESC LIMIT 1;

-- query: audit_leaf_page many
-- roles: auditor admin system
-- says: Leaves in their order, from one on.
SELECT l.id, l.at, l.account_id, l.act, l.op, l.object_table, l.object_id, l.version_n, l.body,
       l.leaf_hash, l.opening
  FROM audit_leaf l WHERE l.id >= :from_id ORDER BY l.id LIMIT :limit_n;

-- query: audit_hash_page many
-- roles: auditor admin system
-- says: Hashes of the leaves in their order, from one on.
SELECT l.id, l.leaf_hash FROM audit_leaf l WHERE l.id >= :from_id ORDER BY l.id LIMIT :limit_n;

-- query: audit_leaf_by_object many
-- roles: system
-- says: Leaves of one table, object by object, each object's in their order.
SELECT l.id, l.object_id, l.op, l.body, l.opening FROM audit_leaf l
 WHERE l.object_table = :object_table AND (l.object_id, l.id) > (:after_object_id, :after_id)
 ORDER BY l.object_id, l.id LIMIT :limit_n;

-- query: audit_object_tables many
-- roles: system
-- scan: verification asks for every name that the log uses
-- says: The tables that the log speaks of.
SELECT DISTINCT l.object_table AS name FROM audit_leaf l ORDER BY 1;

-- query: audit_openings_of many
-- roles: system
-- says: Values and salts of an object's entries.
SELECT l.id, l.opening FROM audit_leaf l
 WHERE l.object_table = :object_table AND l.object_id = :object_id AND l.opening IS NOT NULL ORDER BY l.id;

-- query: audit_opening_set write
-- roles: system
-- says: Leaves of an entry's values and salts only those that were not erased.
UPDATE audit_leaf SET opening = :opening WHERE id = :id;

-- query: audit_sent_add write
-- roles: system
-- says: A form has done its deed.
INSERT INTO audit_sent (sent_hash, at) VALUES (:sent_hash, :at);

-- query: audit_sent_forget write
-- roles: system
-- later: how many those were is of no use to anybody
-- says: Forgets forms that nobody will send again.
DELETE FROM audit_sent WHERE at < :before_at;
