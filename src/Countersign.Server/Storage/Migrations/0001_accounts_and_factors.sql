-- Written once for both databases. {{id}} is the key a database numbers by itself, {{bytes}} its type for binary.
-- Instants are unix seconds, yes/no is 1/0, closed lists are words.

CREATE TABLE accounts (
    id                 {{id}},
    email              TEXT    NOT NULL,
    email_canonical    TEXT    NOT NULL UNIQUE,
    email_verified_at  BIGINT,
    username           TEXT    NOT NULL,
    username_canonical TEXT    NOT NULL UNIQUE,
    full_name          TEXT    NOT NULL DEFAULT '',
    phone_number       TEXT,
    password_hash      TEXT,
    is_legacy          BIGINT  NOT NULL DEFAULT 0,
    is_admin           BIGINT  NOT NULL DEFAULT 0,
    disabled_at        BIGINT,
    credential_version BIGINT  NOT NULL DEFAULT 1,
    created_at         BIGINT  NOT NULL
);

-- A registered second factor. Every decision about it is saved by one UPDATE that names the version it was made on.
CREATE TABLE methods (
    id                   {{id}},
    account_id           BIGINT  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind                 TEXT    NOT NULL,
    label                TEXT    NOT NULL,
    phone_number         TEXT,
    sealed_key           {{bytes}},
    is_primary           BIGINT  NOT NULL,
    last_step            BIGINT  NOT NULL,
    fail_count           BIGINT  NOT NULL DEFAULT 0,
    consecutive_failures BIGINT  NOT NULL DEFAULT 0,
    lock_count           BIGINT  NOT NULL DEFAULT 0,
    locked_until         BIGINT,
    created_at           BIGINT  NOT NULL,
    last_used_at         BIGINT,
    version              BIGINT  NOT NULL DEFAULT 1
);
CREATE INDEX methods_of_account ON methods (account_id);
CREATE UNIQUE INDEX methods_one_per_number ON methods (account_id, phone_number) WHERE phone_number IS NOT NULL;
CREATE UNIQUE INDEX methods_one_primary ON methods (account_id) WHERE is_primary = 1;
CREATE INDEX methods_of_number ON methods (phone_number) WHERE phone_number IS NOT NULL;

-- Factors without a method row: e-mail, backup codes, the number on file of a legacy account.
CREATE TABLE guards (
    account_id           BIGINT  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind                 TEXT    NOT NULL,
    fail_count           BIGINT  NOT NULL DEFAULT 0,
    consecutive_failures BIGINT  NOT NULL DEFAULT 0,
    lock_count           BIGINT  NOT NULL DEFAULT 0,
    locked_until         BIGINT,
    version              BIGINT  NOT NULL DEFAULT 1,
    PRIMARY KEY (account_id, kind)
);

-- The failures of all factors of an account that still weigh: instants, comma-separated, oldest first.
CREATE TABLE budgets (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    failures   TEXT   NOT NULL DEFAULT '',
    version    BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE challenges (
    id                 {{id}},
    account_id         BIGINT  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose            TEXT    NOT NULL,
    token_hash         {{bytes}} NOT NULL UNIQUE,
    token_key          TEXT    NOT NULL,
    channel            TEXT,
    method_id          BIGINT  REFERENCES methods (id) ON DELETE CASCADE,
    destination        TEXT,
    code_hash          {{bytes}},
    code_key           TEXT,
    sealed_code        {{bytes}},
    opened_by          TEXT,
    created_at         BIGINT  NOT NULL,
    expires_at         BIGINT  NOT NULL,
    last_sent_at       BIGINT,
    send_count         BIGINT  NOT NULL DEFAULT 0,
    fail_count         BIGINT  NOT NULL DEFAULT 0,
    ended_at           BIGINT,
    credential_version BIGINT  NOT NULL,
    version            BIGINT  NOT NULL DEFAULT 1
);
CREATE INDEX challenges_of_account ON challenges (account_id, purpose);
CREATE INDEX challenges_by_expiry ON challenges (expires_at);

-- A TOTP key that totp-setup handed out and nobody has proven yet. Only its keyed hash is kept.
CREATE TABLE totp_setups (
    id                 {{id}},
    account_id         BIGINT  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    key_hash           {{bytes}} NOT NULL,
    hash_key           TEXT    NOT NULL,
    opened_by          TEXT    NOT NULL,
    fail_count         BIGINT  NOT NULL DEFAULT 0,
    expires_at         BIGINT  NOT NULL,
    ended_at           BIGINT,
    credential_version BIGINT  NOT NULL
);
CREATE INDEX totp_setups_of_account ON totp_setups (account_id);

-- Leave to add one method.
CREATE TABLE add_grants (
    id                 {{id}},
    account_id         BIGINT  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    opened_by          TEXT    NOT NULL,
    expires_at         BIGINT  NOT NULL,
    ended_at           BIGINT,
    credential_version BIGINT  NOT NULL
);
CREATE INDEX add_grants_of_account ON add_grants (account_id);

-- One row per code: a set rewritten as a whole could bring a spent code back.
CREATE TABLE backup_codes (
    id          {{id}},
    account_id  BIGINT  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    selector    BIGINT  NOT NULL,
    selector_key TEXT   NOT NULL,
    code_hash   TEXT    NOT NULL,
    is_restored BIGINT  NOT NULL DEFAULT 0,
    created_at  BIGINT  NOT NULL,
    used_at     BIGINT
);
CREATE INDEX backup_codes_of_account ON backup_codes (account_id);

CREATE TABLE api_keys (
    id           {{id}},
    account_id   BIGINT  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name         TEXT    NOT NULL,
    token_hash   {{bytes}} NOT NULL UNIQUE,
    token_key    TEXT    NOT NULL,
    suffix       TEXT    NOT NULL,
    permissions  TEXT    NOT NULL,
    created_at   BIGINT  NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX api_keys_of_account ON api_keys (account_id);

CREATE TABLE sessions (
    id                 {{id}},
    account_id         BIGINT  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind               TEXT    NOT NULL,
    token_hash         {{bytes}} NOT NULL UNIQUE,
    token_key          TEXT    NOT NULL,
    second_factor_at   BIGINT,
    ip_address         TEXT    NOT NULL,
    user_agent         TEXT    NOT NULL,
    created_at         BIGINT  NOT NULL,
    last_seen_at       BIGINT  NOT NULL,
    expires_at         BIGINT  NOT NULL,
    ended_at           BIGINT
);
CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Messages on their way out. They commit with what they tell about; the body is sealed, and wiped when done.
CREATE TABLE outbox (
    id              {{id}},
    message_id      TEXT    NOT NULL UNIQUE,
    account_id      BIGINT  REFERENCES accounts (id) ON DELETE CASCADE,
    challenge_id    BIGINT  REFERENCES challenges (id) ON DELETE SET NULL,
    channel         TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    destination     TEXT    NOT NULL,
    sealed_body     {{bytes}},
    state           TEXT    NOT NULL,
    attempts        BIGINT  NOT NULL DEFAULT 0,
    next_attempt_at BIGINT  NOT NULL,
    claimed_until   BIGINT,
    expires_at      BIGINT  NOT NULL,
    created_at      BIGINT  NOT NULL,
    done_at         BIGINT,
    last_error      TEXT
);
CREATE INDEX outbox_waiting ON outbox (state, next_attempt_at);

-- How often something was done in a window that opens with its first time.
CREATE TABLE limits (
    bucket      TEXT   NOT NULL PRIMARY KEY,
    hits        BIGINT NOT NULL,
    window_ends BIGINT NOT NULL
);

-- Wrong passwords per account and address: the wait grows, and never becomes a lock.
CREATE TABLE password_waits (
    bucket     TEXT   NOT NULL PRIMARY KEY,
    failures   BIGINT NOT NULL,
    wait_until BIGINT NOT NULL,
    version    BIGINT NOT NULL DEFAULT 1
);

-- What happened, one chain per account (account 0: nobody known): each row's hash covers the row before.
CREATE TABLE audit_log (
    account_id    BIGINT  NOT NULL,
    seq           BIGINT  NOT NULL,
    event         TEXT    NOT NULL,
    outcome       TEXT    NOT NULL,
    factor        TEXT,
    method_id     BIGINT,
    credential    TEXT,
    api_key_id    BIGINT,
    api_route     TEXT    NOT NULL,
    args          TEXT    NOT NULL,
    ip_address    TEXT    NOT NULL,
    created_at    BIGINT  NOT NULL,
    hash_key      TEXT    NOT NULL,
    hash          {{bytes}} NOT NULL,
    PRIMARY KEY (account_id, seq)
);
CREATE INDEX audit_log_by_time ON audit_log (created_at);

-- One sealed known value per root key: a wrong key refuses to start.
CREATE TABLE key_canaries (
    key_id TEXT      NOT NULL PRIMARY KEY,
    canary {{bytes}} NOT NULL
);
