-- That everybody must have a second factor, from a fixed date on. At most one order stands; the others are history.
CREATE TABLE requirement_orders (
    id            {{id}},
    standing      BIGINT UNIQUE,
    ordered_at    BIGINT NOT NULL,
    begins_at     BIGINT NOT NULL,
    ordered_by    BIGINT NOT NULL,
    called_off_at BIGINT,
    last_account  BIGINT NOT NULL,
    told_through  BIGINT NOT NULL DEFAULT 0,
    told          BIGINT NOT NULL DEFAULT 0
);

-- What operators ask of messages: how many of a day.
CREATE INDEX outbox_by_time ON outbox (created_at);
