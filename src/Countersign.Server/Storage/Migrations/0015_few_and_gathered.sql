-- What a waiting notice gathers: the bucket that counts what it tells of. Null: it tells of one thing.
ALTER TABLE outbox ADD COLUMN gathers TEXT;
CREATE INDEX outbox_gathering ON outbox (gathers) WHERE gathers IS NOT NULL;

-- The network that a sign-in was begun from; null where a credential has opened the challenge.
ALTER TABLE challenges ADD COLUMN opened_from TEXT;
