-- expands: a program of before goes on beside it, and does not wait.
-- When servers last saw the time, and since when it has gone by without a gap. What cannot be undone waits for a time that can be believed.
CREATE TABLE clock_seen (
    id           BIGINT NOT NULL PRIMARY KEY,
    at           BIGINT NOT NULL,
    steady_since BIGINT NOT NULL
);
