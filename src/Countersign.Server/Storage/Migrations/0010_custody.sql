-- The database knows its own copies, and the audit log its end.

-- How old this database is: the number grows at each start and while a server runs, and a file beside the keys remembers it. A
-- database that is younger than that file says was put back from a backup. 0: no server has run on it yet.
CREATE TABLE database_age (
    id  BIGINT NOT NULL PRIMARY KEY,
    age BIGINT NOT NULL
);
INSERT INTO database_age (id, age) VALUES (1, 0);

-- Entries are numbered over all accounts, and each hash covers the one before. Of an address the hash covers the shortened form and a
-- salted digest of the whole: when the salt is taken away with the rest of the address, the hash still holds.
ALTER TABLE audit_log ADD COLUMN entry BIGINT;
ALTER TABLE audit_log ADD COLUMN ip_salt {{bytes}};
ALTER TABLE audit_log ADD COLUMN ip_digest {{bytes}};
CREATE UNIQUE INDEX audit_log_by_entry ON audit_log (entry);

-- Where the audit log begins and ends, signed: one row, changed with every entry.
CREATE TABLE audit_head (
    id             BIGINT    NOT NULL PRIMARY KEY,
    last_entry     BIGINT    NOT NULL,
    last_hash      {{bytes}} NOT NULL,
    pruned_through BIGINT    NOT NULL,
    pruned_hash    {{bytes}} NOT NULL,
    broken_at      BIGINT    NOT NULL,
    key_id         TEXT      NOT NULL,
    mac            {{bytes}} NOT NULL
);

-- Up to which entry addresses were shortened: one row.
CREATE TABLE audit_shortened (
    id      BIGINT NOT NULL PRIMARY KEY,
    through BIGINT NOT NULL
);
INSERT INTO audit_shortened (id, through) VALUES (1, 0);

-- When the clock of the machine jumped, and by how many seconds. Few are kept.
CREATE TABLE clock_jumps (
    id      {{id}},
    at      BIGINT NOT NULL,
    seconds BIGINT NOT NULL
);
