-- expands
-- Up to which entry of the audit log a running server has told what operators did in a shell: one row.
CREATE TABLE told_acts (
    id           BIGINT NOT NULL PRIMARY KEY,
    told_through BIGINT NOT NULL
);

-- What is in the log already was not told, and is nothing new.
INSERT INTO told_acts (id, told_through) SELECT 1, coalesce(max(entry), 0) FROM audit_log;
