-- expands: a program of before goes on beside it, and waits a day after each pause, as it did.
-- Until when what cannot be undone waits after a pause that took nothing from the time that went by steadily before.
ALTER TABLE clock_seen ADD COLUMN rests_until BIGINT NOT NULL DEFAULT 0;
