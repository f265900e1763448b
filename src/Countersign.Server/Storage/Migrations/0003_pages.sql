-- What the pages need beside the rest: remembered browsers, and the dates that an account carries.

-- A browser that need not show a second factor for a while. It ends with the credentials it was remembered under.
CREATE TABLE remembered_browsers (
    id                 {{id}},
    account_id         BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    ip_address         TEXT   NOT NULL,
    user_agent         TEXT   NOT NULL,
    created_at         BIGINT NOT NULL,
    last_used_at       BIGINT NOT NULL,
    expires_at         BIGINT NOT NULL,
    ended_at           BIGINT,
    credential_version BIGINT NOT NULL
);
CREATE INDEX remembered_browsers_of_account ON remembered_browsers (account_id);

-- Every token a browser ever had. Each is good once; one that comes back was stolen from it, or by it.
CREATE TABLE browser_tokens (
    token_hash {{bytes}} NOT NULL PRIMARY KEY,
    token_key  TEXT      NOT NULL,
    browser_id BIGINT    NOT NULL REFERENCES remembered_browsers (id) ON DELETE CASCADE,
    spent_at   BIGINT
);
CREATE INDEX browser_tokens_of_browser ON browser_tokens (browser_id);

-- One instant per account and mark: when codes were kept and checked, until when changes are frozen.
CREATE TABLE account_marks (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    mark       TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (account_id, mark)
);
