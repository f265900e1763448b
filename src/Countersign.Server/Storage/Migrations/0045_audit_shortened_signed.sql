-- expands
-- Up to which entry addresses were shortened is signed: what was taken from younger ones, somebody else took.
ALTER TABLE audit_shortened ADD COLUMN key_id TEXT;
ALTER TABLE audit_shortened ADD COLUMN mac {{bytes}};
