-- expands: a program of before goes on beside it. It lets nobody in where a demand was changed, since what it gives stands under the first
-- one; and does not know the level "phishing_resistant". Change the first application when all servers are new.
-- How often what an application demands was changed, and what of it somebody met who went there: what was given under another one is over.
ALTER TABLE applications ADD COLUMN demand_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE app_grants ADD COLUMN demand_version BIGINT NOT NULL DEFAULT 0;
