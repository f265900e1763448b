-- expands: a program of before goes on beside it; what it asks for is told anew by this one.
-- By which message the owner was told last that the account is to be deleted, and when that message left: the time to call it off counts
-- from there.
ALTER TABLE deletions ADD COLUMN told_by TEXT;
ALTER TABLE deletions ADD COLUMN told_at BIGINT;
