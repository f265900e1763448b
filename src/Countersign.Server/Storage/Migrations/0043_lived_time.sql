-- expands
-- The time that people had: how long servers have run, and how much of the times without them is believed, in milliseconds. A program of
-- before goes by the clock, as it did.
ALTER TABLE clock_seen ADD COLUMN ran BIGINT NOT NULL DEFAULT 0;
ALTER TABLE clock_seen ADD COLUMN lived BIGINT NOT NULL DEFAULT 0;
ALTER TABLE clock_seen ADD COLUMN clock_offset BIGINT;
ALTER TABLE clock_seen ADD COLUMN credit BIGINT NOT NULL DEFAULT 0;
ALTER TABLE clock_seen ADD COLUMN steady_from BIGINT NOT NULL DEFAULT 0;
ALTER TABLE clock_seen ADD COLUMN gaps BIGINT NOT NULL DEFAULT 0;
ALTER TABLE clock_seen ADD COLUMN gap_from BIGINT;
ALTER TABLE clock_seen ADD COLUMN gap_from_ran BIGINT;
ALTER TABLE clock_seen ADD COLUMN gap_from_lived BIGINT;
ALTER TABLE clock_seen ADD COLUMN gap_offset BIGINT;
ALTER TABLE clock_seen ADD COLUMN gap_due BIGINT;

-- How much had been lived through when these began.
ALTER TABLE accounts ADD COLUMN mail_wait_lived BIGINT;
ALTER TABLE account_marks ADD COLUMN lived BIGINT;
ALTER TABLE challenges ADD COLUMN lived BIGINT;
ALTER TABLE deletions ADD COLUMN asked_lived BIGINT;
ALTER TABLE deletions ADD COLUMN told_lived BIGINT;
