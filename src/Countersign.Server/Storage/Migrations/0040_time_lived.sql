-- expands
-- When the wait after a password by mail began: what the clock jumps ahead since then is time that nobody had to object.
ALTER TABLE accounts ADD COLUMN mail_wait_since BIGINT;

-- Whether a server only found the time changed when it began: the clock was set meanwhile, or no server ran for long.
ALTER TABLE clock_jumps ADD COLUMN at_start BIGINT NOT NULL DEFAULT 0;
