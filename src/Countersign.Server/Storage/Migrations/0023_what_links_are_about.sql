-- What exactly a mailed link is about: the method it vouches for or objects to, the sign-up it confirms. Null: the account as such.
ALTER TABLE challenges ADD COLUMN concerns TEXT;
