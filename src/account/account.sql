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
