using Countersign.Server.Storage;

namespace Countersign.TestKit;

/// <summary>What each database has words of its own for, and only tests say.</summary>
public static class TestSql
{
    /// <summary>A column of bytes as a text.</summary>
    public static SqlPart Hex(string column) =>
        SqlPart.Of(TestDatabases.ArePostgres ? $"encode({column}, 'hex')" : $"hex({column})");

    /// <summary>The type of a column of bytes.</summary>
    public static SqlPart Bytes { get; } = SqlPart.Of(TestDatabases.ArePostgres ? "BYTEA" : "BLOB");

    /// <summary>The next account gets a number after this one.</summary>
    public static Task SkipAccounts(Tx tx, long through) => tx.Script(TestDatabases.ArePostgres
        ? $"ALTER TABLE accounts ALTER COLUMN id RESTART WITH {through + 1}"
        : $"UPDATE sqlite_sequence SET seq = {through} WHERE name = 'accounts'");

    /// <summary>From now on something fails, such as <c>INSERT ON audit_log</c>; <see cref="Mend"/> ends it.</summary>
    public static Task Break(Tx tx, string what) => tx.Script(TestDatabases.ArePostgres
        ? $"""
          CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken''; END';
          CREATE TRIGGER broken BEFORE {what} FOR EACH ROW EXECUTE FUNCTION break()
          """
        : $"CREATE TRIGGER broken BEFORE {what} BEGIN SELECT RAISE(ABORT, 'broken'); END");

    /// <summary>The same for some rows only, such as those where <c>OLD.username = 'nina'</c>.</summary>
    public static Task Break(Tx tx, string what, string rows) => tx.Script(TestDatabases.ArePostgres
        ? $"""
          CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken''; END';
          CREATE TRIGGER broken BEFORE {what} FOR EACH ROW WHEN ({rows}) EXECUTE FUNCTION break()
          """
        : $"CREATE TRIGGER broken BEFORE {what} WHEN {rows} BEGIN SELECT RAISE(ABORT, 'broken'); END");

    /// <summary>It works again.</summary>
    public static Task Mend(Tx tx, string table) => tx.Script(TestDatabases.ArePostgres
        ? $"DROP TRIGGER broken ON {table}; DROP FUNCTION break()"
        : "DROP TRIGGER broken");
}
