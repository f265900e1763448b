-- An entry of the audit log gets its number after the change that it tells about, so that changes of different accounts never wait for
-- each other. Until then it carries a seal of its own (hash_key names the key).
CREATE INDEX audit_log_waiting ON audit_log (account_id, seq) WHERE entry IS NULL;
