-- expands: a program of before goes on beside it, and tells no webhook of what it does to messages.
-- Addresses of other programs that are told what happens. What happened before one was added is not told to it: up to from_entry of the
-- audit log.
CREATE TABLE hooks (
    id            {{id}},
    url           TEXT NOT NULL,
    events        TEXT NOT NULL,
    from_entry    BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    taken_at      BIGINT,
    failing_since BIGINT,
    disabled_at   BIGINT,
    disabled_why  TEXT
);

-- What is sent to a webhook is signed by each of them that has not ended.
CREATE TABLE hook_secrets (
    id            {{id}},
    hook_id       BIGINT NOT NULL REFERENCES hooks (id) ON DELETE CASCADE,
    sealed_secret {{bytes}},
    created_at    BIGINT NOT NULL,
    ends_at       BIGINT
);
CREATE INDEX hook_secrets_of_hook ON hook_secrets (hook_id);

-- Up to which entry of the audit log webhooks were told, and how often that was moved: one row.
CREATE TABLE hook_mark (
    id           BIGINT NOT NULL PRIMARY KEY,
    told_through BIGINT NOT NULL,
    turn         BIGINT NOT NULL
);
INSERT INTO hook_mark (id, told_through, turn) VALUES (1, 0, 0);

-- What became of messages, written in the transaction in which it did, until it is told to webhooks.
CREATE TABLE hook_news (
    id         {{id}},
    account_id BIGINT,
    message_id TEXT NOT NULL,
    channel    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    news       TEXT NOT NULL,
    why        TEXT,
    gateway    BIGINT,
    created_at BIGINT NOT NULL
);

-- What is told, as it is sent: the same bytes each time.
CREATE TABLE hook_events (
    id         {{id}},
    event_id   TEXT NOT NULL UNIQUE,
    account_id BIGINT,
    type       TEXT NOT NULL,
    body       TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX hook_events_by_time ON hook_events (created_at);

-- An event on its way to a webhook. Those of one account go one after the other, by their number.
CREATE TABLE hook_deliveries (
    id              {{id}},
    hook_id         BIGINT NOT NULL REFERENCES hooks (id) ON DELETE CASCADE,
    hook_event_id   BIGINT NOT NULL REFERENCES hook_events (id) ON DELETE CASCADE,
    account_id      BIGINT,
    state           TEXT NOT NULL,
    attempts        BIGINT NOT NULL DEFAULT 0,
    next_attempt_at BIGINT NOT NULL,
    claimed_until   BIGINT,
    status          BIGINT,
    last_error      TEXT,
    answer          TEXT,
    created_at      BIGINT NOT NULL,
    done_at         BIGINT
);
CREATE INDEX hook_deliveries_of_hook ON hook_deliveries (hook_id, id);
CREATE INDEX hook_deliveries_of_event ON hook_deliveries (hook_event_id);
CREATE INDEX hook_deliveries_waiting ON hook_deliveries (hook_id, next_attempt_at) WHERE done_at IS NULL;
CREATE INDEX hook_deliveries_in_turn ON hook_deliveries (hook_id, account_id, id) WHERE done_at IS NULL;
