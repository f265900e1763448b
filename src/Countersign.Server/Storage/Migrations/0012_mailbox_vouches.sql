-- The step of the first right code of a method that still waits for the mailbox; null: no right code yet.
ALTER TABLE pending_methods ADD COLUMN confirmed_step INTEGER;

-- An admin's factors that are older than the proof of their address wait for it again.
INSERT INTO account_marks (account_id, mark, at)
SELECT id, 'awaits_mailbox', created_at FROM accounts
WHERE is_admin = 1
  AND EXISTS (SELECT 1 FROM methods WHERE account_id = accounts.id
              AND (accounts.email_verified_at IS NULL OR created_at < accounts.email_verified_at));
