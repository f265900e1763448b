-- From when on the mailbox proves something again after a password was set by mail; null: it does.
ALTER TABLE accounts ADD COLUMN mail_counts_from INTEGER;
