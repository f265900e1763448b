-- What operators look for among many accounts: the few that pass a filter are found without reading the others.

CREATE INDEX accounts_disabled ON accounts (id) WHERE disabled_at IS NOT NULL;
CREATE INDEX accounts_admins ON accounts (id) WHERE is_admin = 1;
CREATE INDEX methods_locked ON methods (account_id) WHERE locked_until IS NOT NULL;
CREATE INDEX guards_locked ON guards (account_id) WHERE locked_until IS NOT NULL;
CREATE INDEX budgets_used ON budgets (account_id) WHERE failures <> '';
