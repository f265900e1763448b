-- expands
-- When the last backup of each kind was made, and the keys that were in it: what `doctor` tells the age of.
CREATE TABLE backups (
    kind     TEXT   NOT NULL PRIMARY KEY,
    taken_at BIGINT NOT NULL,
    key_ids  TEXT   NOT NULL
);
