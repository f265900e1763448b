-- expands: a program of before goes on beside it. Where it shows all applications it does not know those behind a proxy: add the first one
-- when all servers are new.
-- What an application behind a proxy demands below some of its paths.
ALTER TABLE applications ADD COLUMN paths TEXT NOT NULL DEFAULT '';
