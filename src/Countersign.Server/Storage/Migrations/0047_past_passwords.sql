-- expands
-- Passwords that an account had and that somebody else may know: what a reset does not take while a second factor stands that the mailbox
-- has not vouched for, or, where it was taken away, at all.
CREATE TABLE past_passwords (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    hash       TEXT NOT NULL,
    was_void   BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, hash)
);

-- In which order the marks of an account were set; marks of before go by the time lived through.
ALTER TABLE account_marks ADD COLUMN ordinal BIGINT;

-- Since when passwords were set by mail: as far as is known.
INSERT INTO account_marks (account_id, mark, at, lived)
SELECT account_id, 'first_by_mail', at, lived FROM account_marks WHERE mark = 'password_by_mail';
