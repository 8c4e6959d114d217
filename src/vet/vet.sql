-- Watch-lists, screening, hits and what people decided about them.

-- query: vet_lists many
-- roles: vetting security head system
-- says: Every watch-list with its latest version.
-- scan: a handful of lists
SELECT l.id, l.word, l.format, l.is_own, v.version_n, v.entities_n, v.persons_n, v.names_n, v.weak_n, v.added_n, v.changed_n,
       v.removed_n, v.imported_at, v.files
  FROM vet_list l JOIN vet_version v ON v.list_id = l.id
 WHERE v.version_n = (SELECT max(w.version_n) FROM vet_version w WHERE w.list_id = l.id)
 ORDER BY l.word;

-- query: vet_list_by_word one
-- roles: vetting security head system
-- says: A watch-list by its name.
SELECT l.id, l.word, l.format, l.is_own FROM vet_list l WHERE l.word = :word;

-- query: vet_list_add write
-- roles: vetting security system
-- says: Adds a watch-list.
INSERT INTO vet_list (word, format, is_own) VALUES (:word, :format, :is_own);

-- query: vet_versions many
-- roles: vetting security head system
-- says: The versions of a list, the latest first.
SELECT v.id, v.version_n, v.files, v.content_hash, v.entities_n, v.persons_n, v.names_n, v.weak_n, v.added_n, v.changed_n,
       v.removed_n, v.imported_at
  FROM vet_version v
 WHERE v.list_id = :list_id
 ORDER BY v.version_n DESC;

-- query: vet_version_add write
-- roles: vetting security system
-- says: Adds a version of a list.
INSERT INTO vet_version (list_id, version_n, files, content_hash, entities_n, persons_n, names_n, weak_n, added_n, changed_n,
    removed_n, imported_at)
VALUES (:list_id, :version_n, :files, :content_hash, :entities_n, :persons_n, :names_n, :weak_n, :added_n, :changed_n, :removed_n,
    :imported_at);

-- query: vet_entry_keys many
-- roles: vetting security system
-- says: What stands on a list, by key.
SELECT e.id, e.key, e.body_hash
  FROM vet_entry e
 WHERE e.list_id = :list_id AND e.until_version_n IS NULL
 ORDER BY e.list_id, e.key;

-- query: vet_entry_add write
-- roles: vetting security system
-- says: Adds an entry as of a version.
INSERT INTO vet_entry (list_id, key, kind, name, body, body_hash, from_version_n)
VALUES (:list_id, :key, :kind, :name, :body, :body_hash, :from_version_n);

-- query: vet_entry_end write
-- roles: vetting security system
-- says: An entry changes or goes with a version.
UPDATE vet_entry SET until_version_n = :until_version_n WHERE id = :id AND until_version_n IS NULL;

-- query: vet_diff many
-- roles: vetting security head system
-- says: What a version brought or took: entries that are new in it, or last stood before it.
-- scan: sorts the changes of one version
SELECT e.id, e.key, e.kind, e.name, e.from_version_n, e.until_version_n
  FROM vet_entry e
 WHERE e.list_id = :list_id AND (e.from_version_n = :version_n OR e.until_version_n = :version_n)
 ORDER BY e.key, e.id;
