-- Whether the last attempt failed by our own fault: the other side takes nothing from us as we are set up.
ALTER TABLE outbox ADD COLUMN is_our_fault BIGINT NOT NULL DEFAULT 0;
