-- expands
-- Which past passwords came by mail since there is a factor that the mailbox has not vouched for, and which keep their place whatever comes
-- after them.
ALTER TABLE past_passwords ADD COLUMN since_factor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE past_passwords ADD COLUMN is_for_good BIGINT NOT NULL DEFAULT 0;

-- A factor that the password alone has set up ends what a password by mail from before it said. Until now two marks were compared: those
-- that were not surely set after it go.
DELETE FROM account_marks WHERE mark IN ('password_by_mail', 'first_by_mail') AND EXISTS (
    SELECT 1 FROM account_marks f
    WHERE f.account_id = account_marks.account_id AND f.mark = 'awaits_mailbox' AND NOT coalesce(CASE
        WHEN abs(account_marks.lived - f.lived) > 60000 THEN account_marks.lived > f.lived
        WHEN account_marks.ordinal IS NOT NULL AND f.ordinal IS NOT NULL THEN account_marks.ordinal > f.ordinal
        ELSE account_marks.lived > f.lived
    END, 1 = 0));

-- An objection to nothing in particular says itself that it is from before a password by mail; where nobody can tell, it is.
UPDATE challenges SET concerns = 'before-password-by-mail'
WHERE purpose = 'not_me' AND concerns IS NULL AND ended_at IS NULL AND EXISTS (
    SELECT 1 FROM account_marks m
    WHERE m.account_id = challenges.account_id AND m.mark = 'first_by_mail'
      AND (m.lived IS NULL OR challenges.lived IS NULL OR challenges.lived <= m.lived));
