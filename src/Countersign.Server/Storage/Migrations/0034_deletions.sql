-- expands: a program of before goes on beside it, and carries none of them out.
-- The owner of an account has asked for it to be deleted: then, unless it is called off before. From where it was asked for is told in the
-- mail that says that it is done.
CREATE TABLE deletions (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    asked_at   BIGINT NOT NULL,
    due_at     BIGINT NOT NULL,
    ip_address TEXT   NOT NULL,
    user_agent TEXT   NOT NULL
);
CREATE INDEX deletions_by_time ON deletions (due_at);
