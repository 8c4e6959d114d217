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
