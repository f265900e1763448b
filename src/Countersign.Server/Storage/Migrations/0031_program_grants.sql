-- expands: a program of before goes on beside it.
-- Somebody signed in at a page has allowed a program on their computer to sign in as well: a code for it, good once and for a minute. It is
-- for whoever holds the verifier of the challenge and listens at the port, and as long as the session lives that has allowed it.
CREATE TABLE program_grants (
    id                 {{id}},
    account_id         BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    session_id         BIGINT NOT NULL,
    token_hash         {{bytes}} NOT NULL UNIQUE,
    token_key          TEXT   NOT NULL,
    challenge          TEXT   NOT NULL,
    port               BIGINT NOT NULL,
    expires_at         BIGINT NOT NULL,
    credential_version BIGINT NOT NULL
);
CREATE INDEX program_grants_of_account ON program_grants (account_id);
