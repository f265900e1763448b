namespace Countersign.Server.Storage;

/// <summary>How old the database is: a number that only grows, and that every copy of the file keeps as it was.</summary>
public static class DatabaseAge
{
    /// <summary>The table that bears it; one of before it has none.</summary>
    public const string Table = "database_age";

    /// <summary>The age; 0 when no server has run on it yet.</summary>
    public static Task<long> Of(Sql sql) => sql.Number($"SELECT coalesce(max(age), 0) FROM database_age");

    /// <summary>Grows older by one; answers the new age.</summary>
    public static Task<long> Advance(Tx tx) => RaiseAbove(tx, 0);

    /// <summary>Grows older, beyond this age at least; answers the new age.</summary>
    public static Task<long> RaiseAbove(Tx tx, long age) => tx.Number($"""
        INSERT INTO database_age (id, age) VALUES (1, {age} + 1)
        ON CONFLICT (id) DO UPDATE SET age = CASE WHEN database_age.age > {age} THEN database_age.age ELSE {age} END + 1 RETURNING age
        """);
}
