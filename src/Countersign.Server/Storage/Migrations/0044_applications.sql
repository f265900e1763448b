-- expands
-- Applications that sign people in here, by their names. What they prove themselves by is stored as a hash only.
CREATE TABLE applications (
    id                 {{id}},
    name               TEXT NOT NULL UNIQUE,
    title              TEXT NOT NULL,
    kind               TEXT NOT NULL,
    return_addresses   TEXT NOT NULL,
    signed_out_addresses TEXT NOT NULL,
    may                TEXT NOT NULL,
    level              TEXT NOT NULL,
    fresh_for          BIGINT,
    algorithm          TEXT NOT NULL,
    asks_consent       BIGINT NOT NULL,
    secret_hash        {{bytes}},
    past_secret_hash   {{bytes}},
    past_secret_until  BIGINT,
    created_at         BIGINT NOT NULL,
    used_at            BIGINT
);
