-- expands: a program of before goes on beside it. Where it shows all applications it does not know those that keep their own people: add
-- the first one when all servers are new.
-- Whose person it is, and what that application calls them; both null: ours.
ALTER TABLE accounts ADD COLUMN application_id BIGINT REFERENCES applications (id) ON DELETE CASCADE;
ALTER TABLE accounts ADD COLUMN outside_id TEXT;
CREATE UNIQUE INDEX accounts_of_application ON accounts (application_id, outside_id) WHERE application_id IS NOT NULL;
