-- What the outlook of a corridor is made from: what came and what ended on each day, and how long each took.

-- query: backlog_come many
-- roles: protocol visa vetting security desk head auditor
-- says: How many applications of one corridor came on each day up to one.
SELECT a.received_on, count(*) AS come_n
  FROM visa_application a
 WHERE @rows(a) AND a.receiving_iso = :receiving_iso AND a.sending_iso = :sending_iso AND a.received_on <= :to_on
 GROUP BY a.received_on
 ORDER BY a.received_on;

-- query: backlog_done many
-- roles: protocol visa vetting security desk head auditor
-- says: How many applications of one corridor ended on each day up to one.
-- not null: closed_on
SELECT a.closed_on, count(*) AS done_n
  FROM visa_application a
 WHERE @rows(a) AND a.receiving_iso = :receiving_iso AND a.sending_iso = :sending_iso AND a.closed_on <= :to_on
 GROUP BY a.closed_on
 ORDER BY a.closed_on;

-- query: backlog_waits many
-- roles: protocol visa vetting security desk head auditor
-- says: How long each application of one corridor that ended between two days was under way, and how it ended.
-- not null: closed_on
SELECT a.received_on, a.watched_from_on, a.closed_on, a.stopped_days, a.outcome
  FROM visa_application a
 WHERE @rows(a) AND a.receiving_iso = :receiving_iso AND a.sending_iso = :sending_iso
   AND a.closed_on >= :from_on AND a.closed_on <= :to_on
 ORDER BY a.closed_on;
