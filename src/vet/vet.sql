-- Watch-lists, screening, hits and what people decided about them.

-- Of a person: was expelled from a post; two people found him or her on a list.
-- let: expelled EXISTS (SELECT 1 FROM mission_appointment x WHERE x.person_id = $ AND @rows(x) AND x.ended_why = 'expelled')
-- let: listed EXISTS (SELECT 1 FROM vet_hit y WHERE y.person_id = $ AND @rows(y) AND y.state = 'same')

-- query: vet_lists many
-- roles: vetting security head system
-- says: Every watch-list with its latest version.
-- scan: a handful of lists
SELECT l.id, l.word, l.format, l.is_own, l.screened_n, l.src_id, k.name AS case_name, v.version_n, v.entities_n,
       v.persons_n, v.names_n, v.weak_n, v.added_n, v.changed_n, v.removed_n, v.imported_at, v.files
  FROM vet_list l JOIN vet_version v ON v.list_id = l.id LEFT JOIN access_case k ON k.id = l.src_id
 WHERE @rows(l) AND @rows(v) AND v.version_n = (SELECT max(w.version_n) FROM vet_version w WHERE @rows(w) AND w.list_id = l.id)
 ORDER BY l.word;

-- query: vet_list_by_word one
-- roles: vetting security head system
-- says: A watch-list by its name.
SELECT l.id, l.word, l.format, l.is_own, l.screened_n, l.src_id FROM vet_list l WHERE @rows(l) AND l.word = :word;

-- query: vet_list_by_id one
-- roles: vetting security head system
-- says: A watch-list by its number, with the case it is kept in.
SELECT l.id, l.word, l.is_own, l.src_id, k.name AS case_name
  FROM vet_list l LEFT JOIN access_case k ON k.id = l.src_id
 WHERE @rows(l) AND l.id = :id;

-- query: vet_cases many
-- roles: vetting security head
-- scan: sorts the few cases of one reader
-- says: The cases of which the viewer is a named reader.
SELECT k.id, k.name FROM access_reader r JOIN access_case k ON k.id = r.case_id
 WHERE r.account_id = :viewer_user_id AND r.ended_at IS NULL ORDER BY k.id;

-- query: vet_list_move write
-- roles: vetting security system
-- says: An own list goes into a case with named readers, or into none.
-- all rows: the list was read as the viewer before
UPDATE vet_list SET src_id = :src_id WHERE id = :id AND is_own = 1;

-- query: vet_entries_move write
-- roles: vetting security system
-- says: With it go its entries, those that have ended, too.
-- all rows: the list was read as the viewer before
UPDATE vet_entry SET src_id = :src_id WHERE list_id = :list_id;

-- query: vet_hits_move write
-- roles: vetting security system
-- says: With it go the hits on its entries.
-- all rows: the list was read as the viewer before
UPDATE vet_hit SET src_id = :src_id WHERE list_id = :list_id;

-- query: vet_list_add write
-- roles: vetting security system
-- says: Adds a watch-list.
INSERT INTO vet_list (word, format, is_own, screened_n, src_id) VALUES (:word, :format, :is_own, 0, :src_id);

-- query: vet_list_screened write
-- roles: system
-- says: Everybody was compared with a list as of this version.
-- all rows: written by the program itself
UPDATE vet_list SET screened_n = :screened_n WHERE id = :id AND screened_n < :screened_n;

-- query: vet_versions many
-- roles: vetting security head system
-- says: The versions of a list, the latest first.
SELECT v.id, v.version_n, v.files, v.content_hash, v.entities_n, v.persons_n, v.names_n, v.weak_n, v.added_n,
       v.changed_n, v.removed_n, v.imported_at
  FROM vet_version v
 WHERE @rows(v) AND v.list_id = :list_id
 ORDER BY v.version_n DESC;

-- query: vet_version_add write
-- roles: vetting security system
-- says: Adds a version of a list.
INSERT INTO vet_version (list_id, version_n, files, content_hash, entities_n, persons_n, names_n, weak_n, added_n,
    changed_n, removed_n, imported_at)
VALUES (:list_id, :version_n, :files, :content_hash, :entities_n, :persons_n, :names_n, :weak_n, :added_n, :changed_n,
    :removed_n, :imported_at);

-- query: vet_entry_keys many
-- roles: vetting security system
-- says: What stands on a list, by key.
SELECT e.id, e.key, e.body_hash
  FROM vet_entry e
 WHERE @rows(e) AND e.list_id = :list_id AND e.until_version_n IS NULL
 ORDER BY e.list_id, e.key;

-- query: vet_own_entries many
-- roles: vetting security head
-- says: Who stands on a list, with what is known of each.
SELECT e.id, e.key, e.name, e.body, v.imported_at
  FROM vet_entry e JOIN vet_version v ON v.list_id = e.list_id AND v.version_n = e.from_version_n
 WHERE @rows(e) AND @rows(v) AND e.list_id = :list_id AND e.until_version_n IS NULL
 ORDER BY e.list_id, e.key
 LIMIT :limit_n;

-- query: vet_entry_add write
-- roles: vetting security system
-- says: Adds an entry as of a version.
INSERT INTO vet_entry (list_id, key, kind, name, body, body_hash, from_version_n, src_id)
VALUES (:list_id, :key, :kind, :name, :body, :body_hash, :from_version_n, :src_id);

-- query: vet_entry_end write
-- roles: vetting security system
-- says: An entry changes or goes with a version.
-- all rows: found by a query that keeps to what the viewer sees
UPDATE vet_entry SET until_version_n = :until_version_n WHERE id = :id AND until_version_n IS NULL;

-- query: vet_diff many
-- roles: vetting security head system
-- says: What a version brought or took: entries that are new in it, or last stood before it.
-- scan: sorts the changes of one version
SELECT e.id, e.key, e.kind, e.name, e.from_version_n, e.until_version_n
  FROM vet_entry e
 WHERE @rows(e) AND e.list_id = :list_id AND (e.from_version_n = :version_n OR e.until_version_n = :version_n)
 ORDER BY e.key, e.id;

-- query: vet_entries_of many
-- roles: vetting security head system
-- says: The entries of a list that came after one version and stand in another.
SELECT e.id, e.key, e.kind, e.name, e.body, e.src_id
  FROM vet_entry e
 WHERE @rows(e) AND e.list_id = :list_id AND e.from_version_n > :since_n AND e.from_version_n <= :version_n
   AND (e.until_version_n IS NULL OR e.until_version_n > :version_n)
 ORDER BY e.list_id, e.from_version_n, e.id;

-- query: vet_people many
-- roles: system
-- says: Everybody behind a number, as they are compared with the lists.
SELECT p.id, p.ref, p.name, p.native_name, p.birth_from_on, p.birth_to_on, p.birth_place, p.nationality_iso, p.sex
  FROM person p
 WHERE @rows(p) AND p.id > :after_id
 ORDER BY p.id;

-- query: vet_people_names many
-- roles: system
-- says: The other forms of their names.
SELECT n.person_id, n.name
  FROM person_name n
 WHERE @rows(n) AND n.person_id > :after_id
 ORDER BY n.person_id, n.kind, n.name;

-- query: vet_people_documents many
-- roles: system
-- says: Their passports.
-- scan: sorts what is read whole
SELECT d.person_id, d.document_no
  FROM person_document d
 WHERE @rows(d) AND d.kind = 'passport' AND d.person_id > :after_id
 ORDER BY d.person_id, d.id;

-- query: vet_screened many
-- roles: system
-- says: As whom everybody was last compared.
SELECT v.id, v.person_id, v.facts_hash, v.keys_blob
  FROM vet_person v
 WHERE v.person_id > :after_id
 ORDER BY v.person_id;

-- query: vet_screened_set write
-- roles: system
-- says: As whom somebody is compared now.
INSERT INTO vet_person (person_id, facts_hash, keys_blob, run_id) VALUES (:person_id, :facts_hash, :keys_blob, :run_id)
ON CONFLICT (person_id) DO UPDATE SET facts_hash = excluded.facts_hash, keys_blob = excluded.keys_blob,
    run_id = excluded.run_id;

-- query: vet_run_waiting one
-- roles: vetting security head system
-- says: The run that has not ended.
SELECT r.id, r.by_account_id, r.started_at, r.after_person_id, r.people_n, r.whole_n, r.new_n, r.changed_n, r.gone_n
  FROM vet_run r
 WHERE r.open_n = 1;

-- query: vet_run_by_id one
-- roles: vetting security head system
-- says: One run.
SELECT r.id, r.by_account_id, r.started_at, r.ended_at, r.after_person_id, r.people_n, r.whole_n, r.new_n, r.changed_n,
       r.gone_n
  FROM vet_run r
 WHERE r.id = :id;

-- query: vet_run_add write
-- roles: system
-- says: Starts a run.
INSERT INTO vet_run (by_account_id, started_at, open_n, after_person_id, people_n, whole_n, new_n, changed_n, gone_n)
VALUES (:by_account_id, :started_at, 1, 0, 0, 0, 0, 0, 0);

-- query: vet_run_set write
-- roles: system
-- says: How far a run is; only from where it was, so that two processes never do the same people.
UPDATE vet_run SET after_person_id = :to_person_id, people_n = :people_n, whole_n = :whole_n, new_n = :new_n,
    changed_n = :changed_n, gone_n = :gone_n
 WHERE id = :id AND ended_at IS NULL AND after_person_id = :after_person_id;

-- query: vet_run_end write
-- roles: system
-- says: Ends a run.
UPDATE vet_run SET ended_at = :ended_at, open_n = NULL, gone_n = :gone_n WHERE id = :id AND ended_at IS NULL;

-- query: vet_run_list_add write
-- roles: system
-- says: A list of a run.
INSERT INTO vet_run_list (run_id, list_id, since_n, version_n) VALUES (:run_id, :list_id, :since_n, :version_n);

-- query: vet_run_lists many
-- roles: system
-- says: The lists of a run.
SELECT x.list_id, x.since_n, x.version_n FROM vet_run_list x WHERE x.run_id = :run_id ORDER BY x.run_id, x.list_id;

-- query: vet_hits_behind many
-- roles: system
-- says: The hits of everybody behind a number, as a run compares them.
SELECT h.id, h.person_id, h.list_id, h.entry_key, h.entry_id, h.name, h.points_n, h.state, h.src_id
  FROM vet_hit h
 WHERE @rows(h) AND h.person_id > :after_id
 ORDER BY h.person_id, h.list_id, h.entry_key;

-- query: vet_hit_add write
-- roles: system
-- says: Adds a hit.
INSERT INTO vet_hit (person_id, list_id, entry_key, entry_id, name, listed_name, points_n, evidence, other_n, other, state,
    found_at, run_id, src_id)
VALUES (:person_id, :list_id, :entry_key, :entry_id, :name, :listed_name, :points_n, :evidence, :other_n, :other, :state,
    :found_at, :run_id, :src_id);

-- query: vet_hit_set write
-- roles: system
-- says: A hit on an entry or a person that has changed.
-- all rows: written by the program itself
UPDATE vet_hit SET entry_id = :entry_id, name = :name, listed_name = :listed_name, points_n = :points_n,
    evidence = :evidence, other_n = :other_n, other = :other, state = :state, found_at = :found_at, run_id = :run_id
 WHERE id = :id;

-- query: vet_hit_state write
-- roles: system
-- says: A hit is no more.
-- all rows: written by the program itself
UPDATE vet_hit SET state = :state, run_id = :run_id WHERE id = :id;

-- query: vet_hits_gone many
-- roles: system
-- says: Hits on entries that changed or went, and are none any more.
-- scan: one pass over the hits when a run ends
SELECT h.id, h.src_id
  FROM vet_hit h JOIN vet_entry e ON e.id = h.entry_id
 WHERE @rows(h) AND @rows(e) AND e.until_version_n IS NOT NULL AND h.state <> 'gone'
 ORDER BY h.id;

-- query: vet_hits_of_run many
-- roles: vetting security head system
-- says: What a run brought: new and changed hits, and those that are gone.
-- scan: sorts the changes of one run
SELECT h.id, h.person_id, p.ref, p.name AS person_name, l.word AS list_word, h.entry_key, h.listed_name, h.points_n,
       h.other_n, h.state, h.found_at, h.src_id
  FROM vet_hit h JOIN person p ON p.id = h.person_id JOIN vet_list l ON l.id = h.list_id
 WHERE @rows(h) AND @rows(p) AND @rows(l) AND h.run_id = :run_id
 ORDER BY h.points_n DESC, h.other_n DESC, h.id;

-- query: vet_queue many
-- roles: vetting security head
-- says: Hits that wait for somebody, the likeliest first.
SELECT h.id, h.person_id, p.ref, p.name AS person_name, p.nationality_iso, l.word AS list_word, h.entry_key,
       h.listed_name, h.points_n, h.other_n, h.state, h.found_at
  FROM vet_hit h JOIN person p ON p.id = h.person_id JOIN vet_list l ON l.id = h.list_id
 WHERE @rows(h) AND @rows(p) AND @rows(l) AND h.state IN ('open', 'second')
   AND (h.points_n, h.id) < (:below_points_n, :below_id)
 ORDER BY h.points_n DESC, h.id DESC
 LIMIT :limit_n;

-- query: vet_waiting one
-- roles: vetting security head
-- says: How many hits wait.
-- scan: counts the hits that wait
SELECT count(*) AS hits_n
  FROM vet_hit h
 WHERE @rows(h) AND h.state IN ('open', 'second');

-- query: vet_hit_by_id one
-- roles: vetting security head system
-- says: One hit with both sides.
SELECT h.id, h.person_id, h.list_id, h.entry_key, h.entry_id, h.name, h.listed_name, h.points_n, h.evidence, h.other_n,
       h.other, h.state, h.found_at, l.word AS list_word, l.src_id, e.body, e.from_version_n
  FROM vet_hit h JOIN vet_list l ON l.id = h.list_id JOIN vet_entry e ON e.id = h.entry_id
 WHERE @rows(h) AND @rows(l) AND @rows(e) AND h.id = :id;

-- query: vet_hits_of_person many
-- roles: vetting security head
-- says: The hits of one person.
-- scan: sorts the hits of one person
SELECT h.id, l.word AS list_word, h.entry_key, h.listed_name, h.points_n, h.other_n, h.state, h.found_at
  FROM vet_hit h JOIN vet_list l ON l.id = h.list_id
 WHERE @rows(h) AND @rows(l) AND h.person_id = :person_id
 ORDER BY h.points_n DESC, h.id;

-- query: vet_standing one
-- roles: visa vetting security head
-- says: How the screening of one person stands: how many hits wait, and how the others ended.
-- not null: open_n same_n unsure_n different_n
SELECT CAST(coalesce(sum(CASE WHEN h.state IN ('open', 'second') THEN 1 ELSE 0 END), 0) AS INTEGER) AS open_n,
       CAST(coalesce(sum(CASE WHEN h.state = 'same' THEN 1 ELSE 0 END), 0) AS INTEGER) AS same_n,
       CAST(coalesce(sum(CASE WHEN h.state = 'unsure' THEN 1 ELSE 0 END), 0) AS INTEGER) AS unsure_n,
       CAST(coalesce(sum(CASE WHEN h.state = 'different' THEN 1 ELSE 0 END), 0) AS INTEGER) AS different_n
  FROM vet_hit h
 WHERE @rows(h) AND h.person_id = :person_id;

-- query: vet_verdicts many
-- roles: vetting security head
-- says: What was said of a hit, the latest first.
-- scan: sorts the verdicts of one hit
SELECT v.id, v.entry_id, v.points_n, v.evidence, v.outcome, v.reason_code, v.note, v.by_account_id, v.by_person,
       v.decided_at, v.second_at, v.second_says, v.second_note, u.name AS by_name, s.name AS second_name
  FROM vet_verdict v JOIN account u ON u.id = v.by_account_id LEFT JOIN account s ON s.id = v.second_account_id
 WHERE @rows(v) AND v.hit_id = :hit_id
 ORDER BY v.id DESC;

-- query: vet_verdict_add write
-- roles: vetting
-- says: Adds a verdict.
INSERT INTO vet_verdict (hit_id, entry_id, points_n, evidence, outcome, reason_code, note, by_account_id, by_person,
    decided_at)
VALUES (:hit_id, :entry_id, :points_n, :evidence, :outcome, :reason_code, :note, :by_account_id, :by_person,
    :decided_at);

-- query: vet_verdict_second write
-- roles: vetting
-- says: What the second reader says of a verdict.
-- all rows: the verdict was read as the viewer before
UPDATE vet_verdict SET second_account_id = :second_account_id, second_at = :second_at, second_says = :second_says,
    second_note = :second_note
 WHERE id = :id AND second_at IS NULL;

-- query: vet_hit_decide write
-- roles: vetting
-- says: A hit as a person decided, if it is still about that entry.
-- all rows: the hit was read as the viewer before
UPDATE vet_hit SET state = :state WHERE id = :id AND entry_id = :entry_id AND state <> 'gone';

-- query: vet_advice_of many
-- roles: visa vetting security head
-- says: That advice was given about a person, and what it comes to; the latest first.
-- scan: sorts the advice about one person
SELECT d.id, d.effect, d.given_at, u.name AS by_name
  FROM vet_advice d JOIN account u ON u.id = d.by_account_id
 WHERE @rows(d) AND d.person_id = :person_id
 ORDER BY d.id DESC;

-- query: vet_advice_reasons many
-- roles: vetting security head
-- says: The reasons of the advice about a person, for those cleared for them.
-- scan: sorts the advice about one person
SELECT d.id, d.effect, d.given_at, d.reason, d.origin, d.reference, u.name AS by_name
  FROM vet_advice d JOIN account u ON u.id = d.by_account_id
 WHERE @rows(d) AND d.person_id = :person_id
 ORDER BY d.id DESC;

-- query: vet_advice_add write
-- roles: security
-- says: Adds advice about a person.
INSERT INTO vet_advice (person_id, effect, reason, origin, reference, by_account_id, given_at)
VALUES (:person_id, :effect, :reason, :origin, :reference, :by_account_id, :given_at);

-- query: vet_keeps one
-- roles: protocol visa vetting security head auditor system
-- says: Whether screening keeps outcome and reference alone.
SELECT r.is_outcome_only FROM ref_register r WHERE r.id = 1;

-- query: vet_keep_set write
-- roles: system
-- says: Whether screening keeps outcome and reference alone, from now on.
UPDATE ref_register SET is_outcome_only = :is_outcome_only WHERE id = 1;

-- query: vet_hits_kept many
-- roles: system
-- all rows: what is not kept is kept for nobody
-- scan: once, when evidence is no longer kept
-- says: Hits with evidence.
SELECT h.id FROM vet_hit h WHERE h.evidence <> '' OR h.other <> '' OR h.other_n <> 0 ORDER BY h.id;

-- query: vet_hit_bare write
-- roles: system
-- all rows: what is not kept is kept for nobody
-- says: Leaves of a hit its outcome and reference.
UPDATE vet_hit SET evidence = '', other = '', other_n = 0 WHERE id = :id;

-- query: vet_verdicts_kept many
-- roles: system
-- all rows: what is not kept is kept for nobody
-- scan: once, when evidence is no longer kept
-- says: Verdicts with evidence or reasons.
SELECT v.id FROM vet_verdict v WHERE v.evidence <> '' OR v.reason_code <> 'not_kept' ORDER BY v.id;

-- query: vet_verdict_bare write
-- roles: system
-- all rows: what is not kept is kept for nobody
-- says: Leaves of a verdict who said what and when.
UPDATE vet_verdict SET evidence = '', reason_code = 'not_kept', note = NULL, second_note = NULL WHERE id = :id;

-- query: vet_advice_kept many
-- roles: system
-- all rows: what is not kept is kept for nobody
-- scan: once, when evidence is no longer kept
-- says: Advice with reasons.
SELECT d.id FROM vet_advice d WHERE d.reason <> '' OR d.origin IS NOT NULL ORDER BY d.id;

-- query: vet_advice_bare write
-- roles: system
-- all rows: what is not kept is kept for nobody
-- says: Leaves of advice what it comes to and its reference.
UPDATE vet_advice SET reason = '', origin = NULL WHERE id = :id;

-- query: vet_runs many
-- roles: vetting security head
-- says: The latest runs.
-- scan: reads five rows from the end
SELECT r.id, r.started_at, r.ended_at, r.people_n, r.whole_n, r.new_n, r.changed_n, r.gone_n
  FROM vet_run r
 ORDER BY r.id DESC
 LIMIT :limit_n;

-- query: vet_slots many
-- roles: vetting security head
-- says: Posts a person applies for or served in, whose earlier holder was expelled from them.
-- scan: sorts the few posts of one person
SELECT mp.id AS post_id, mp.mission_id, mp.post_no, mp.title, x.to_on AS left_on, o.id AS other_id, o.ref AS other_ref,
       o.name AS other_name
  FROM visa_application a JOIN mission_post mp ON mp.id = a.post_id JOIN mission_appointment x ON x.post_id = mp.id
       JOIN person o ON o.id = x.person_id
 WHERE @rows(a) AND @rows(mp) AND @rows(x) AND @rows(o) AND a.person_id = :person_id AND x.ended_why = 'expelled'
   AND o.id <> :person_id
 ORDER BY x.to_on DESC, mp.id;

-- query: vet_slot_rate one
-- roles: vetting security head
-- says: Of how many posts of a mission a holder was expelled.
-- not null: expelled_n
-- scan: the posts of one mission
SELECT count(*) AS posts_n, CAST(coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM mission_appointment x WHERE x.post_id = mp.id
       AND @rows(x) AND x.ended_why = 'expelled') THEN 1 ELSE 0 END), 0) AS INTEGER) AS expelled_n
  FROM mission_post mp
 WHERE @rows(mp) AND mp.mission_id = :mission_id;

-- query: vet_near_documents many
-- roles: vetting security head
-- says: Passports of other people whose numbers lie in a range.
-- scan: sorts the ten numbers beside one
-- not null: is_expelled is_listed
SELECT d.document_no, d.find_key, d.issuer_iso, d.issued_on, p.id AS other_id, p.ref AS other_ref, p.name AS other_name,
       CASE WHEN @expelled(p.id) THEN 1 ELSE 0 END AS is_expelled,
       CASE WHEN @listed(p.id) THEN 1 ELSE 0 END AS is_listed
  FROM person_document d JOIN person p ON p.id = d.person_id
 WHERE @rows(d) AND @rows(p) AND d.kind = 'passport' AND d.find_key >= :from_key AND d.find_key <= :to_key
   AND p.id <> :person_id
 ORDER BY d.find_key, d.id;

-- query: vet_passports many
-- roles: vetting security head
-- says: The numbers of all passports of an issuer in their order, to know how often two lie side by side.
-- scan: walks the passports
SELECT d.id, d.find_key, d.person_id
  FROM person_document d
 WHERE @rows(d) AND d.kind = 'passport' AND d.issuer_iso = :issuer_iso
 ORDER BY d.find_key, d.id;

-- query: vet_shared_contacts many
-- roles: vetting security head
-- says: Other people with the same address, telephone number or e-mail address.
-- scan: sorts the few who share with one person
SELECT m.kind, m.value, c.find_key, c.value AS other_value, o.id AS other_id, o.name AS other_name,
       CASE WHEN @expelled(o.id) THEN 1 ELSE 0 END AS is_expelled,
       CASE WHEN @listed(o.id) THEN 1 ELSE 0 END AS is_listed
  FROM person_contact m JOIN person_contact c ON c.kind = m.kind AND c.find_key = m.find_key
       JOIN person o ON o.id = c.person_id
 WHERE @rows(m) AND @rows(c) AND @rows(o) AND m.person_id = :person_id AND o.id <> :person_id
 ORDER BY m.kind, m.id, o.id;

-- query: vet_contact_rate one
-- roles: vetting security head
-- says: Of the people with a contact of this kind, how many have this one.
-- not null: same_n
-- scan: walks the contacts of one kind
SELECT count(DISTINCT c.person_id) AS all_n,
       count(DISTINCT CASE WHEN c.find_key = :find_key THEN c.person_id END) AS same_n
  FROM person_contact c
 WHERE @rows(c) AND c.kind = :kind;

-- query: vet_address_add write
-- roles: vetting security system
-- says: Adds an address that an entry publishes.
INSERT INTO vet_address (entry_id, find_key) VALUES (:entry_id, :find_key);

-- query: vet_addresses_of_list one
-- roles: system
-- says: An address of a list's entries, if there is one.
SELECT d.id FROM vet_entry e JOIN vet_address d ON d.entry_id = e.id
 WHERE @rows(e) AND @rows(d) AND e.list_id = :list_id LIMIT 1;

-- query: vet_listed_addresses many
-- roles: vetting security head
-- says: Entries of watch-lists that publish an address of a person.
-- scan: sorts the few entries with the addresses of one person
SELECT m.value, m.find_key, e.key, e.name AS listed_name, l.word AS list_word
  FROM person_contact m JOIN vet_address d ON d.find_key = m.find_key JOIN vet_entry e ON e.id = d.entry_id
       JOIN vet_list l ON l.id = e.list_id
 WHERE @rows(m) AND @rows(d) AND @rows(e) AND @rows(l) AND m.person_id = :person_id AND m.kind = 'address'
   AND e.until_version_n IS NULL
 ORDER BY m.id, l.word, e.key
 LIMIT :limit_n;

-- query: vet_address_rate one
-- roles: vetting security head
-- says: Of the entries that publish an address, how many publish this one.
-- not null: same_n
-- scan: walks the addresses of all lists
SELECT count(DISTINCT d.entry_id) AS all_n,
       count(DISTINCT CASE WHEN d.find_key = :find_key THEN d.entry_id END) AS same_n
  FROM vet_address d JOIN vet_entry e ON e.id = d.entry_id
 WHERE @rows(d) AND @rows(e) AND e.until_version_n IS NULL;

-- query: vet_households many
-- roles: vetting security head
-- says: The members to whose household a person belongs or belonged.
-- scan: sorts the few households of one person
SELECT w.relation, o.id AS other_id, o.name AS other_name,
       CASE WHEN @expelled(o.id) THEN 1 ELSE 0 END AS is_expelled,
       CASE WHEN @listed(o.id) THEN 1 ELSE 0 END AS is_listed
  FROM person_household w JOIN person o ON o.id = w.principal_id
 WHERE @rows(w) AND @rows(o) AND w.person_id = :person_id
 ORDER BY o.id;

-- query: vet_household_members many
-- roles: vetting security head
-- says: Who belongs or belonged to the household of a person.
-- scan: sorts one household
SELECT w.relation, o.id AS other_id, o.name AS other_name,
       CASE WHEN @expelled(o.id) THEN 1 ELSE 0 END AS is_expelled,
       CASE WHEN @listed(o.id) THEN 1 ELSE 0 END AS is_listed
  FROM person_household w JOIN person o ON o.id = w.person_id
 WHERE @rows(w) AND @rows(o) AND w.principal_id = :person_id
 ORDER BY o.id;

-- query: vet_household_overlaps many
-- roles: vetting security head
-- says: Members to whose household somebody belonged who belongs or belonged to that of a person too.
-- scan: sorts one household
SELECT w.relation, n.name AS via_name, o.id AS other_id, o.name AS other_name,
       CASE WHEN @expelled(o.id) THEN 1 ELSE 0 END AS is_expelled,
       CASE WHEN @listed(o.id) THEN 1 ELSE 0 END AS is_listed
  FROM person_household w JOIN person_household t ON t.person_id = w.person_id JOIN person n ON n.id = w.person_id
       JOIN person o ON o.id = t.principal_id
 WHERE @rows(w) AND @rows(t) AND @rows(n) AND @rows(o) AND w.principal_id = :person_id AND o.id <> :person_id
 ORDER BY o.id, n.id;

-- query: vet_household_rate one
-- roles: vetting security head
-- says: Of all people in households, in how many the head was expelled.
-- not null: expelled_n
-- scan: walks the households
SELECT count(DISTINCT w.person_id) AS all_n,
       count(DISTINCT CASE WHEN @expelled(w.principal_id) THEN w.person_id END) AS expelled_n
  FROM person_household w
 WHERE @rows(w);

-- query: vet_treatment many
-- roles: vetting security head
-- says: For each nationality and kind of application: how many came, had possible matches, were decided and refused.
-- not null: with_hits_n same_n decided_n refused_n
-- scan: counts over all applications
SELECT p.nationality_iso, s.name AS nationality, a.kind, count(*) AS applications_n,
       CAST(sum(CASE WHEN EXISTS (SELECT 1 FROM vet_hit h WHERE h.person_id = p.id AND @rows(h) AND h.state <> 'gone')
           THEN 1 ELSE 0 END) AS INTEGER) AS with_hits_n,
       CAST(sum(CASE WHEN @listed(p.id)
           THEN 1 ELSE 0 END) AS INTEGER) AS same_n,
       CAST(sum(CASE WHEN a.outcome IN ('granted', 'refused') THEN 1 ELSE 0 END) AS INTEGER) AS decided_n,
       CAST(sum(CASE WHEN a.outcome = 'refused' THEN 1 ELSE 0 END) AS INTEGER) AS refused_n
  FROM visa_application a JOIN person p ON p.id = a.person_id JOIN ref_state s ON s.iso = p.nationality_iso
 WHERE @rows(a) AND @rows(p) AND a.receiving_iso = :receiving_iso
 GROUP BY p.nationality_iso, s.name, a.kind
 ORDER BY p.nationality_iso, a.kind;
