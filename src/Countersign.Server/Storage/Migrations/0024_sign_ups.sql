-- What each sign-up chose, until the address is proven: whoever presses the link of one gets what that one chose, and nothing of the
-- others.
CREATE TABLE sign_ups (
    id            {{id}},
    account_id    BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    username      TEXT   NOT NULL,
    password_hash TEXT   NOT NULL,
    language      TEXT,
    created_at    BIGINT NOT NULL
);
CREATE INDEX sign_ups_of_account ON sign_ups (account_id);

-- Those that nobody has confirmed yet: their password opens nothing before.
INSERT INTO sign_ups (account_id, username, password_hash, language, created_at)
SELECT id, username, password_hash, language, created_at FROM accounts
WHERE email_verified_at IS NULL AND password_hash IS NOT NULL
  AND EXISTS (SELECT 1 FROM account_marks WHERE account_id = accounts.id AND mark = 'signed_up');
UPDATE accounts SET password_hash = NULL
WHERE email_verified_at IS NULL AND EXISTS (SELECT 1 FROM account_marks WHERE account_id = accounts.id AND mark = 'signed_up');
