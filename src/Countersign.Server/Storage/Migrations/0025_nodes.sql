-- expands: a program of before goes on beside it.
-- The servers that run on this database, and the settings that all of them must share.
CREATE TABLE nodes (
    name      TEXT   NOT NULL PRIMARY KEY,
    joined_at BIGINT NOT NULL,
    seen_at   BIGINT NOT NULL,
    settings  TEXT   NOT NULL
);

-- 0: a program that does not know this migration may go on serving.
ALTER TABLE migrations ADD COLUMN shuts_out BIGINT NOT NULL DEFAULT 1;
