-- A method that the /tf interface has begun and no code has proven yet: one per account. Nothing about it opens anything.
CREATE TABLE pending_methods (
    id                 {{id}},
    account_id         BIGINT  NOT NULL UNIQUE REFERENCES accounts (id) ON DELETE CASCADE,
    kind               TEXT    NOT NULL,
    phone_number       TEXT,
    sealed_key         {{bytes}},
    fail_count         BIGINT  NOT NULL DEFAULT 0,
    expires_at         BIGINT  NOT NULL,
    credential_version BIGINT  NOT NULL
);

-- Its recovery codes, which become good when the method does.
CREATE TABLE pending_codes (
    pending_id   BIGINT  NOT NULL REFERENCES pending_methods (id) ON DELETE CASCADE,
    selector     BIGINT  NOT NULL,
    selector_key TEXT    NOT NULL,
    code_hash    TEXT    NOT NULL
);
CREATE INDEX pending_codes_of_method ON pending_codes (pending_id);
