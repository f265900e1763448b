-- expands: a program of before goes on beside it.
-- What people who are not signed in ask for about an address: written down alike whether or not anybody has it, and looked up right
-- afterwards, so that the time of an answer does not tell.
CREATE TABLE anonymous_asks (
    id            {{id}},
    what          TEXT   NOT NULL,
    email         TEXT   NOT NULL,
    username      TEXT,
    password_hash TEXT,
    language      TEXT,
    ip_address    TEXT   NOT NULL,
    api_route     TEXT   NOT NULL,
    created_at    BIGINT NOT NULL
);
