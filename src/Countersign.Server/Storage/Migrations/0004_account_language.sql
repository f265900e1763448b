-- The language a person is written to in, by its code (RFC 5646); without one, the server's own.
ALTER TABLE accounts ADD COLUMN language TEXT;
