-- expands: a program of before goes on beside it.
-- A user name is given when the address is proven: until then an account that somebody signed up for bears its address. A name that were
-- kept for it would tell whoever asks for that name next that the address had no account.
UPDATE accounts SET username = email, username_canonical = email_canonical
WHERE email_verified_at IS NULL AND EXISTS (SELECT 1 FROM account_marks WHERE account_id = accounts.id AND mark = 'signed_up')
  AND NOT EXISTS (SELECT 1 FROM accounts o WHERE o.id <> accounts.id AND o.username_canonical = accounts.email_canonical);
