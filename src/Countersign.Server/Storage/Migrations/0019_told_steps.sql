-- The steps of an app of which somebody was told that their codes fit a clock that is off, separated by spaces. Each is spent by the
-- telling, and no other one is.
ALTER TABLE methods ADD COLUMN told_steps TEXT NOT NULL DEFAULT '';
