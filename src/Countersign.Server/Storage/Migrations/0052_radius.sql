-- expands: a program of before goes on beside it. Where it shows all applications it does not know those that ask by RADIUS: add the first
-- one when all servers are new.
-- Secrets that an application and we share: the protocol needs them in the clear, so they are stored sealed. The one without an end is the
-- one of now.
CREATE TABLE app_secrets (
    id             {{id}},
    application_id BIGINT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    sealed_secret  {{bytes}},
    created_at     BIGINT NOT NULL,
    ends_at        BIGINT
);
CREATE INDEX app_secrets_of_application ON app_secrets (application_id);
