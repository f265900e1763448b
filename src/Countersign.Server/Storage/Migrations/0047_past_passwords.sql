-- expands
-- Passwords that an account had while a second factor stood that its mailbox has not vouched for: whoever has set that up knows them.
CREATE TABLE past_passwords (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    hash       TEXT NOT NULL,
    PRIMARY KEY (account_id, hash)
);

-- In which order the marks of an account were set; marks of before go by the time lived through.
ALTER TABLE account_marks ADD COLUMN ordinal BIGINT;

-- Since when passwords were set by mail: as far as is known.
INSERT INTO account_marks (account_id, mark, at, lived)
SELECT account_id, 'first_by_mail', at, lived FROM account_marks WHERE mark = 'password_by_mail';
