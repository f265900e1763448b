-- expands: a program of before goes on beside it, and leaves these empty.
-- Which gateway has a text message, or may have it; those that acknowledged it, with commas around each; by what it is known there; and
-- what the gateway has said became of it. What is acknowledged and not reported goes to another gateway at next_route_at.
ALTER TABLE outbox ADD COLUMN gateway BIGINT;
ALTER TABLE outbox ADD COLUMN acknowledged TEXT;
ALTER TABLE outbox ADD COLUMN reference TEXT;
ALTER TABLE outbox ADD COLUMN handed_at BIGINT;
ALTER TABLE outbox ADD COLUMN next_route_at BIGINT;
ALTER TABLE outbox ADD COLUMN reported TEXT;
ALTER TABLE outbox ADD COLUMN reported_at BIGINT;
CREATE INDEX outbox_next_route ON outbox (next_route_at) WHERE next_route_at IS NOT NULL;
