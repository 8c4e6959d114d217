-- Accounts: who may sign in, with which roles and labels. Sign-in and approval have their own queries here.

-- query: access_account_by_login one
-- roles: system
-- says: An account by its login name, with the hash of its password and the refused sign-ins in a row.
SELECT a.id, a.login, a.name, a.role_bits, a.label_bits, a.mission_id, a.natural_person, a.password, a.is_active,
       coalesce(t.failures_n, 0) AS failures_n
  FROM account a LEFT JOIN account_attempt t ON t.account_id = a.id WHERE a.login = :login;

-- query: access_attempt_failed write
-- roles: system
-- says: One more refused sign-in of an account; 0: of no account.
INSERT INTO account_attempt (account_id, failures_n, failed_at) VALUES (:account_id, 1, :failed_at)
    ON CONFLICT (account_id) DO UPDATE SET failures_n = account_attempt.failures_n + 1, failed_at = excluded.failed_at;

-- query: access_attempt_clear write
-- roles: system
-- says: An account has signed in: what was refused before does not count any more.
UPDATE account_attempt SET failures_n = 0 WHERE account_id = :account_id;

-- query: access_words_about one
-- roles: system
-- all rows: what everybody knows of an account has no place in its password
-- says: The names of the ministry, of the host and of the state whose mission an account belongs to.
SELECT r.ministry, h.name AS host_name, s.name AS sending_name
  FROM ref_register r JOIN ref_state h ON h.iso = r.host_iso
  LEFT JOIN mission m ON m.id = :mission_id LEFT JOIN ref_state s ON s.iso = m.sending_iso
 WHERE r.id = 1;

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
SELECT s.id, s.account_id, s.started_at, s.seen_at, s.ended_at, s.proved_at, s.means, a.login, a.name, a.role_bits,
       a.label_bits, a.mission_id, a.natural_person, a.is_active,
       coalesce((SELECT count(*) FROM account_factor f WHERE f.account_id = a.id AND f.ended_at IS NULL), 0) AS factors_n
  FROM session s JOIN account a ON a.id = s.account_id
 WHERE s.token_hash = :token_hash;

-- query: access_session_add write
-- roles: system
-- says: Begins a session.
INSERT INTO session (token_hash, csrf_hash, account_id, started_at, seen_at, ended_at, agent, proved_at, means)
VALUES (:token_hash, :csrf_hash, :account_id, :started_at, :seen_at, NULL, :agent, :proved_at, :means);

-- query: access_session_seen write
-- roles: system
-- says: The browser of a session has just asked for something.
UPDATE session SET seen_at = :seen_at WHERE id = :id AND ended_at IS NULL;

-- query: access_session_end write
-- roles: system
-- says: Ends a session.
UPDATE session SET ended_at = :ended_at WHERE token_hash = :token_hash AND ended_at IS NULL;

-- query: access_proposals many
-- roles: protocol visa vetting security desk head auditor admin
-- scan: walks the index of the proposals that wait; they are few
-- says: Proposals that wait: those the viewer may decide, and the viewer's own; the oldest first.
SELECT p.id, p.act, p.summary, p.proposed_at, p.expires_at, p.needs_bits, who.login AS proposed_login,
       who.name AS proposed_name,
       CASE WHEN who.natural_person = me.natural_person THEN 1 ELSE 0 END AS is_own
  FROM proposal p
  JOIN account who ON who.id = p.proposed_account_id
  LEFT JOIN account me ON me.id = :viewer_user_id
 WHERE @rows(p) AND p.state = 'waiting'
   AND ((p.needs_bits & :my_role_bits) <> 0 OR who.natural_person = me.natural_person OR (:is_all = 1))
 ORDER BY p.proposed_at LIMIT :limit_n;

-- query: access_proposal_count one
-- roles: protocol visa vetting security desk head auditor admin
-- scan: walks the index of the proposals that wait; they are few
-- says: How many proposals wait that the viewer may decide.
SELECT count(*) AS waiting_n
  FROM proposal p
  JOIN account who ON who.id = p.proposed_account_id
  JOIN account me ON me.id = :viewer_user_id
 WHERE @rows(p) AND p.state = 'waiting' AND (p.needs_bits & :my_role_bits) <> 0 AND who.natural_person <> me.natural_person;

-- query: access_proposal_by_id one
-- roles: protocol visa vetting security desk head auditor admin system
-- says: One proposal with who made it and who decided it.
SELECT p.id, p.act, p.object_table, p.object_id, p.object_version_n, p.body, p.body_hash, p.summary, p.needs_bits,
       p.state, p.proposed_account_id, p.proposed_at, p.expires_at, p.decided_account_id, p.decided_at, p.reason, p.src_id,
       who.login AS proposed_login, who.name AS proposed_name, who.natural_person AS proposed_person,
       by.name AS decided_name
  FROM proposal p
  JOIN account who ON who.id = p.proposed_account_id
  LEFT JOIN account by ON by.id = p.decided_account_id
 WHERE @rows(p) AND p.id = :id;

-- query: access_proposal_waiting_of one
-- roles: protocol visa vetting security desk head auditor admin system
-- says: The proposal about an object that waits.
SELECT p.id FROM proposal p
 WHERE @rows(p) AND p.object_table = :object_table AND p.object_id = :object_id AND p.state = 'waiting' LIMIT 1;

-- query: access_proposal_add write
-- roles: protocol visa vetting security desk head admin system
-- says: Stores a proposal.
INSERT INTO proposal (act, object_table, object_id, object_version_n, body, body_hash, summary, needs_bits, state,
    proposed_account_id, proposed_at, expires_at, src_id)
VALUES (:act, :object_table, :object_id, :object_version_n, :body, :body_hash, :summary, :needs_bits, 'waiting',
    :proposed_account_id, :proposed_at, :expires_at, :src_id);

-- query: access_proposal_decide write
-- roles: protocol visa vetting security desk head admin system
-- says: Ends a waiting proposal.
-- all rows: the proposal was read as the viewer before
UPDATE proposal SET state = :state, decided_account_id = :decided_account_id, decided_at = :decided_at, reason = :reason
 WHERE id = :id AND state = 'waiting';

-- query: access_proposals_keep write
-- roles: vetting security system
-- says: All that was ever proposed about an object goes into a case, or into none.
-- all rows: the object was read as the viewer before
UPDATE proposal SET src_id = :src_id WHERE object_table = :object_table AND object_id = :object_id;

-- query: access_account_set_password write
-- roles: system
-- says: Sets the hash of an account's password.
UPDATE account SET password = :password WHERE id = :id;

-- query: access_log many
-- roles: head auditor
-- says: Entries of the log before one, the newest first; of one act when that is asked.
-- optional: act
SELECT l.id, l.body FROM audit_leaf l
 WHERE l.id < :before_id AND (CAST(:act AS TEXT) IS NULL OR l.act = :act)
 ORDER BY l.id DESC LIMIT :limit_n;

-- query: access_log_of_account many
-- roles: protocol visa vetting security desk head auditor admin
-- says: Entries of what one account did.
-- optional: act
SELECT l.id, l.body FROM audit_leaf l
 WHERE l.account_id = :account_id AND l.id < :before_id AND (CAST(:act AS TEXT) IS NULL OR l.act = :act)
 ORDER BY l.id DESC LIMIT :limit_n;

-- query: access_log_of_object many
-- roles: protocol visa vetting security desk head auditor admin
-- says: Entries about one object; of one account when that is asked.
-- optional: act account_id
SELECT l.id, l.body FROM audit_leaf l
 WHERE l.object_table = :object_table AND l.object_id = :object_id AND l.id < :before_id
   AND (CAST(:act AS TEXT) IS NULL OR l.act = :act)
   AND (CAST(:account_id AS INTEGER) IS NULL OR l.account_id = :account_id)
 ORDER BY l.id DESC LIMIT :limit_n;

-- query: access_session_end_all write
-- roles: system
-- says: Ends all sessions of an account.
UPDATE session SET ended_at = :ended_at WHERE account_id = :account_id AND ended_at IS NULL;

-- query: access_scope_of many
-- roles: system
-- says: The states whose cases an account works on.
SELECT s.state_iso FROM account_scope s WHERE s.account_id = :account_id ORDER BY s.state_iso;

-- query: access_readings_of many
-- roles: system
-- says: The cases with named readers that an account may read.
SELECT r.case_id FROM access_reader r WHERE r.account_id = :account_id AND r.ended_at IS NULL
 ORDER BY r.case_id;

-- query: access_glass_of many
-- roles: system
-- scan: sorts the few that an account holds
-- says: What an account has taken by break-glass and still holds.
SELECT g.id, g.label, g.object_table, g.object_id, g.until_at FROM access_glass g
 WHERE g.account_id = :account_id AND g.until_at > :now_at AND g.reviewed_at IS NULL ORDER BY g.id;

-- query: access_stands_for many
-- roles: system
-- scan: sorts the few that somebody stands in for
-- says: Whom an account stands in for on a day.
SELECT a.id, a.role_bits, a.natural_person FROM account_deputy d JOIN account a ON a.id = d.account_id
 WHERE d.deputy_account_id = :account_id AND d.from_on <= :day_on AND d.to_on >= :day_on AND a.is_active = 1
 ORDER BY a.id;

-- query: access_on_night_list one
-- roles: system
-- says: Is an account one of the duty officers of a day?
SELECT count(*) AS lists_n FROM account_night n
 WHERE n.account_id = :account_id AND n.from_on <= :day_on AND n.to_on >= :day_on;

-- query: access_answers many
-- roles: protocol visa vetting security desk head auditor admin system
-- scan: sorts the answers to one proposal
-- says: Who has said yes to a proposal so far.
SELECT r.account_id, a.name, r.person, r.answered_at, r.is_night
  FROM proposal_answer r JOIN account a ON a.id = r.account_id
 WHERE r.proposal_id = :proposal_id ORDER BY r.id;

-- query: access_answer_add write
-- roles: protocol visa vetting security desk head admin system
-- says: Keeps one person's yes to a proposal.
INSERT INTO proposal_answer (proposal_id, account_id, person, answered_at, is_night)
VALUES (:proposal_id, :account_id, :person, :answered_at, :is_night);

-- query: access_glass_overdue one
-- roles: system
-- says: How many break-glasses of an account nobody reviewed in time: it may do nothing until somebody does.
SELECT count(*) AS overdue_n FROM access_glass g
 WHERE g.account_id = :account_id AND g.review_due_on < :day_on AND g.reviewed_at IS NULL;

-- query: access_history_of many
-- roles: system
-- says: What the log holds of an object, values included, the oldest first.
SELECT l.id, l.version_n, l.body, l.opening FROM audit_leaf l
 WHERE l.object_table = :object_table AND l.object_id = :object_id AND l.opening IS NOT NULL
 ORDER BY l.id LIMIT :limit_n;

-- query: access_deputy_add write
-- roles: system
-- says: Names a deputy for some days.
INSERT INTO account_deputy (account_id, deputy_account_id, from_on, to_on, reason)
VALUES (:account_id, :deputy_account_id, :from_on, :to_on, :reason);

-- query: access_night_add write
-- roles: system
-- says: Names a duty officer of the night.
INSERT INTO account_night (account_id, from_on, to_on) VALUES (:account_id, :from_on, :to_on);

-- query: access_factors_of many
-- roles: system
-- says: What an account proves itself with beside its password.
SELECT f.id, f.kind, f.name, f.credential_blob, f.public_blob, f.made_at, u.secret_blob, u.used_n, u.used_at
  FROM account_factor f JOIN account_factor_use u ON u.factor_id = f.id
 WHERE f.account_id = :account_id AND f.ended_at IS NULL ORDER BY f.id;

-- query: access_key_by_credential one
-- roles: system
-- says: A key by what it calls itself, with its account.
SELECT f.id, f.account_id, f.public_blob, u.used_n, a.is_active
  FROM account_factor f JOIN account_factor_use u ON u.factor_id = f.id JOIN account a ON a.id = f.account_id
 WHERE f.credential_blob = :credential_blob AND f.ended_at IS NULL;

-- query: access_code_used write
-- roles: system
-- says: A code of a half minute after all that were used has been used.
UPDATE account_factor_use SET used_n = :used_n, used_at = :used_at WHERE factor_id = :factor_id AND used_n < :used_n;

-- query: access_key_used write
-- roles: system
-- says: A key has signed; its counter rises, or it has none.
UPDATE account_factor_use SET used_n = :used_n, used_at = :used_at
 WHERE factor_id = :factor_id AND (used_n < :used_n OR (used_n = 0 AND :used_n = 0));

-- query: access_recovery_used write
-- roles: system
-- says: A code on paper has been used.
UPDATE account_recovery SET ended_at = :ended_at
 WHERE account_id = :account_id AND code_hash = :code_hash AND ended_at IS NULL;

-- query: access_a_code one
-- roles: system
-- scan: everybody who works with the register; some hundred rows
-- says: The sealed secret of any account that has codes.
SELECT f.account_id, u.secret_blob FROM account_factor f JOIN account_factor_use u ON u.factor_id = f.id
 WHERE f.kind = 'code' AND f.ended_at IS NULL LIMIT 1;

-- query: access_first_of one
-- roles: system
-- says: The code for the first sign-in of an account that is still good.
SELECT f.id, f.code_hash FROM account_first f
 WHERE f.account_id = :account_id AND f.ended_at IS NULL AND f.until_at > :now_at LIMIT 1;

-- query: access_first_used write
-- roles: system
-- says: A code for a first sign-in has been used.
UPDATE account_first SET ended_at = :ended_at WHERE id = :id AND ended_at IS NULL AND until_at > :ended_at;
