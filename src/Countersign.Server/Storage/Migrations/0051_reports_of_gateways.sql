-- expands: a program of before goes on beside it, and leaves it empty.
-- What each gateway that had a text message has said became of it, and when: ,2=failed@1772442000,3=under_way@1772442007,
ALTER TABLE outbox ADD COLUMN reports TEXT;
