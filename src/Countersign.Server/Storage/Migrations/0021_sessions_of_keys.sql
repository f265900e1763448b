-- The API key that opened a session: the leave to add a method that was given to the key holds for it too. Older sessions have none.
ALTER TABLE sessions ADD COLUMN api_key_id BIGINT REFERENCES api_keys (id) ON DELETE SET NULL;
CREATE INDEX sessions_of_key ON sessions (api_key_id);
