-- Operators look for people by the name they say at the desk.
ALTER TABLE accounts ADD COLUMN full_name_canonical TEXT NOT NULL DEFAULT '';
UPDATE accounts SET full_name_canonical = lower(full_name) WHERE full_name <> '';

DROP INDEX accounts_names;
CREATE INDEX accounts_names ON accounts (id, email_canonical, username_canonical, full_name_canonical);
