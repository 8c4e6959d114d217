-- query: paper_open many
-- roles: visa head
-- says: Open papers, oldest first.
SELECT p.id, p.received_on, p.due_on, p.title, p.stage, p.is_late FROM paper p
 WHERE @rows(p) AND p.stage = 'open' AND p.received_on >= :from_on ORDER BY p.received_on LIMIT :limit_n;

-- query: paper_secret one
-- roles: head
-- says: What only some may read.
SELECT p.secret FROM paper p WHERE @rows(p) AND p.id = :id;

-- query: paper_counts many
-- scan: counts all
-- roles: visa
-- says: How many there are in each mission.
SELECT p.mission_id, count(*) AS papers_n, max(p.due_on) AS last_due_on FROM paper p
 WHERE @rows(p) GROUP BY p.mission_id ORDER BY p.mission_id;

-- query: paper_pairs many
-- roles: visa
-- says: Two uses of one table, each with its rows.
SELECT p.id, q.title AS next_title FROM paper p LEFT JOIN paper q ON @rows(q) AND q.id = p.id + 1
 WHERE @rows(p) AND p.mission_id = :mission_id ORDER BY p.received_on;

-- query: paper_add write
-- roles: visa
-- says: Adds a paper.
INSERT INTO paper (mission_id, received_on, due_on, title, stage, is_late)
VALUES (:mission_id, :received_on, :due_on, :title, 'open', :is_late);

-- query: paper_close write
-- roles: visa
-- says: Closes a paper.
UPDATE paper SET stage = 'closed', due_on = :due_on WHERE @rows(paper) AND id = :id AND stage = 'open';

-- query: cache_drop write
-- roles: visa
-- says: A table without log may lose rows.
DELETE FROM cache WHERE id = :id;

-- query: cache_add write
-- roles: visa
-- later: it is made anew when it is not there
-- says: A write that nobody waits for.
INSERT INTO cache (id, total_n) VALUES (:id, :total_n);

-- let: has_paper EXISTS (SELECT 1 FROM paper z WHERE z.mission_id = $ AND @rows(z))

-- query: paper_humans many
-- roles: visa
-- not null: has_some has_next
-- says: A condition with a name, said once and used twice.
SELECT h.id, CASE WHEN @has_paper(h.id) THEN 1 ELSE 0 END AS has_some,
       CASE WHEN @has_paper(h.id + 1) THEN 1 ELSE 0 END AS has_next
  FROM human h WHERE h.id = :id ORDER BY h.id;
