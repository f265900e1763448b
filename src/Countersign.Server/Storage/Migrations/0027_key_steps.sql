-- expands: a program of before goes on beside it.
-- Where each server runs, so that an operator is told which one lacks a key that is to be used.
ALTER TABLE nodes ADD COLUMN host TEXT NOT NULL DEFAULT '';
ALTER TABLE nodes ADD COLUMN urls TEXT NOT NULL DEFAULT '';

-- When a key was put into use that had been on its way to every server before.
ALTER TABLE key_canaries ADD COLUMN activated_at BIGINT;
