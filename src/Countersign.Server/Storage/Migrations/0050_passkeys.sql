-- expands: a program of before goes on beside it. It does not know methods of this kind: add the first passkey when all servers are new.
-- What a passkey is, beside the method that it belongs to. A credential belongs to one account.
CREATE TABLE passkeys (
    method_id          BIGINT   NOT NULL PRIMARY KEY REFERENCES methods (id) ON DELETE CASCADE,
    account_id         BIGINT   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    credential_id      {{bytes}} NOT NULL UNIQUE,
    public_key         {{bytes}} NOT NULL,
    sign_count         BIGINT   NOT NULL,
    transports         TEXT     NOT NULL,
    is_user_verified   BIGINT   NOT NULL,
    is_backup_eligible BIGINT   NOT NULL,
    is_backed_up       BIGINT   NOT NULL,
    site               TEXT     NOT NULL,
    opens_alone        BIGINT   NOT NULL,
    created_at         BIGINT   NOT NULL
);
CREATE INDEX passkeys_of_account ON passkeys (account_id);

-- Questions that a passkey has answered: each is good once. What nobody has answered is stored nowhere.
CREATE TABLE spent_questions (
    question_hash {{bytes}} NOT NULL PRIMARY KEY,
    account_id    BIGINT   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires_at    BIGINT   NOT NULL
);
CREATE INDEX spent_questions_of_account ON spent_questions (account_id);
CREATE INDEX spent_questions_by_end ON spent_questions (expires_at);
