-- What operators ask of a service with many accounts.

-- The audit log summed up for the chart of activity: by the hour for some days, by the day for as long as the chart looks back.

-- How often something happened in an hour or a day. What still goes on is not in it: the audit log is.
CREATE TABLE trend_sums (
    seconds     BIGINT NOT NULL,
    starts_at   BIGINT NOT NULL,
    event       TEXT   NOT NULL,
    outcome     TEXT   NOT NULL,
    factor      TEXT   NOT NULL,
    by_password BIGINT NOT NULL,
    times       BIGINT NOT NULL,
    PRIMARY KEY (seconds, starts_at, event, outcome, factor, by_password)
);

-- Up to where it is summed up: one row.
CREATE TABLE trend_mark (
    id             BIGINT NOT NULL PRIMARY KEY,
    summed_through BIGINT NOT NULL
);
INSERT INTO trend_mark (id, summed_through) VALUES (1, 0);

-- Who was told by mail that a second factor will be required, and not yet that it will not.
CREATE TABLE requirement_news (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE
);

-- Those who were told of an order that stands already, as far as can be known.
INSERT INTO requirement_news (account_id)
SELECT a.id FROM accounts a JOIN requirement_orders o ON o.standing = 1
WHERE a.id <= o.told_through AND a.disabled_at IS NULL AND a.is_legacy = 0 AND a.email_verified_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM methods m WHERE m.account_id = a.id);

-- What operators look for among many accounts. The names in the order of the accounts: looking through them reads nothing else.
CREATE INDEX accounts_names ON accounts (id, email_canonical, username_canonical);
CREATE INDEX accounts_legacy ON accounts (id) WHERE is_legacy = 1;
CREATE INDEX accounts_unproven ON accounts (id) WHERE email_verified_at IS NULL AND disabled_at IS NULL AND is_legacy = 0;
CREATE INDEX sessions_tokens ON sessions (expires_at) WHERE kind = 'token';

-- Whoever deletes a row has the database look for those that refer to it. Without an index that reads a whole table for each, and
-- keeps the writer meanwhile.
CREATE INDEX outbox_of_account ON outbox (account_id);
CREATE INDEX outbox_of_challenge ON outbox (challenge_id) WHERE challenge_id IS NOT NULL;
CREATE INDEX challenges_of_method ON challenges (method_id) WHERE method_id IS NOT NULL;

-- The few whose code is still to be wiped.
CREATE INDEX challenges_to_wipe ON challenges (expires_at) WHERE sealed_code IS NOT NULL;
