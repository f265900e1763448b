-- expands: a program of before goes on beside it.
-- Tries that nobody looked at, because a brake or a lock stood before them: counted here until the audit log tells of them together.
CREATE TABLE turned_away (
    bucket     TEXT   NOT NULL PRIMARY KEY,
    about      BIGINT,
    event      TEXT   NOT NULL,
    outcome    TEXT   NOT NULL,
    factor     TEXT,
    method_id  BIGINT,
    ip_address TEXT   NOT NULL,
    api_route  TEXT   NOT NULL,
    tries      BIGINT NOT NULL,
    since      BIGINT NOT NULL
);
CREATE INDEX turned_away_by_time ON turned_away (since);
