-- Whether an operator made the key. What ends with a person's password does not end what an operator gave; a key that was given
-- another value since is the person's own, and where the log cannot tell them apart it is taken for that.
ALTER TABLE api_keys ADD COLUMN made_by_operator BIGINT NOT NULL DEFAULT 0;
UPDATE api_keys SET made_by_operator = 1
WHERE id IN (SELECT api_key_id FROM audit_log WHERE event = 'authn_token_created' AND credential LIKE 'shell:%')
  AND account_id NOT IN (SELECT account_id FROM audit_log WHERE api_route LIKE '%/commands/reset_apikey%');
