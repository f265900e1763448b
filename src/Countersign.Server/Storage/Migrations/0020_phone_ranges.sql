-- Beginnings of phone numbers that people gave although no numbering plan here knows them, and whether an operator has allowed them since:
-- new ranges are in service before the plans say so.
CREATE TABLE phone_ranges (
    id            {{id}},
    beginning     TEXT NOT NULL UNIQUE,
    tries         BIGINT NOT NULL DEFAULT 0,
    last_tried_at BIGINT NOT NULL,
    allowed_at    BIGINT,
    allowed_by    BIGINT
);
