-- expands: a program of before goes on beside it.
-- Whoever signed up before there was a mark for it, and has not confirmed the address, is marked now: their password opens nothing before
-- either, and whoever has the mailbox does not confirm the password of a stranger. An operator's accounts are not among them. The
-- week in which they may still confirm begins with the newest entry of the log.
INSERT INTO account_marks (account_id, mark, at)
SELECT id, 'signed_up', (SELECT max(created_at) FROM audit_log) FROM accounts
WHERE email_verified_at IS NULL AND password_hash IS NOT NULL AND is_admin = 0
  AND NOT EXISTS (SELECT 1 FROM account_marks WHERE account_id = accounts.id AND mark = 'signed_up')
  AND EXISTS (SELECT 1 FROM audit_log WHERE account_id = accounts.id
              AND event = 'user_created' AND outcome = 'success' AND credential IS NULL);

INSERT INTO sign_ups (account_id, username, password_hash, language, created_at)
SELECT id, username, password_hash, language, (SELECT max(created_at) FROM audit_log) FROM accounts
WHERE email_verified_at IS NULL AND password_hash IS NOT NULL
  AND EXISTS (SELECT 1 FROM account_marks WHERE account_id = accounts.id AND mark = 'signed_up');
UPDATE accounts SET password_hash = NULL
WHERE email_verified_at IS NULL AND EXISTS (SELECT 1 FROM account_marks WHERE account_id = accounts.id AND mark = 'signed_up');
UPDATE accounts SET username = email, username_canonical = email_canonical
WHERE email_verified_at IS NULL AND EXISTS (SELECT 1 FROM account_marks WHERE account_id = accounts.id AND mark = 'signed_up')
  AND NOT EXISTS (SELECT 1 FROM accounts o WHERE o.id <> accounts.id AND o.username_canonical = accounts.email_canonical);
