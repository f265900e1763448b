-- expands: a program of before goes on beside it, and knows no application.
-- By what the second factor was proven, for those who are told; null: nobody wrote it down.
ALTER TABLE sessions ADD COLUMN second_factor_by TEXT;
ALTER TABLE remembered_browsers ADD COLUMN second_factor_by TEXT;

-- What signs that which applications hear; published from created_at, signing from signs_from, gone at ends_at.
CREATE TABLE signing_keys (
    id          {{id}},
    algorithm   TEXT NOT NULL,
    sealed_key  {{bytes}},
    created_at  BIGINT NOT NULL,
    signs_from  BIGINT NOT NULL,
    ends_at     BIGINT
);

-- Somebody went to an application: what it was given then is good as long as the person, the session and the factors behind it are.
CREATE TABLE app_grants (
    id                 {{id}},
    application_id     BIGINT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    account_id         BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    session_id         BIGINT NOT NULL,
    credential_version BIGINT NOT NULL,
    scopes             TEXT NOT NULL,
    revoked_at         BIGINT,
    created_at         BIGINT NOT NULL
);
CREATE INDEX app_grants_of_account ON app_grants (account_id);
CREATE INDEX app_grants_of_application ON app_grants (application_id);
CREATE INDEX app_grants_by_time ON app_grants (created_at);

-- What an application was given: a code, what it asks with, what it renews with. Stored by the hash of what it presents.
CREATE TABLE app_tokens (
    id             {{id}},
    application_id BIGINT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    grant_id       BIGINT REFERENCES app_grants (id) ON DELETE CASCADE,
    account_id     BIGINT REFERENCES accounts (id) ON DELETE CASCADE,
    kind           TEXT NOT NULL,
    state          TEXT NOT NULL,
    reference      TEXT UNIQUE,
    payload        TEXT,
    root_key       TEXT NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT,
    redeemed_at    BIGINT,
    version        BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX app_tokens_of_grant ON app_tokens (grant_id);
CREATE INDEX app_tokens_of_account ON app_tokens (account_id);
CREATE INDEX app_tokens_of_application ON app_tokens (application_id);
CREATE INDEX app_tokens_by_end ON app_tokens (expires_at);

-- What somebody has allowed an application to learn.
CREATE TABLE app_consents (
    id             {{id}},
    account_id     BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    application_id BIGINT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    scopes         TEXT NOT NULL,
    given_at       BIGINT NOT NULL,
    UNIQUE (account_id, application_id)
);
CREATE INDEX app_consents_of_application ON app_consents (application_id);
