namespace Countersign.Server.Storage;

/// <summary>Where a server runs, so that an operator finds it.</summary>
/// <param name="Host">The machine, as it calls itself.</param>
/// <param name="Urls">Where it listens.</param>
public sealed record NodePlace(string Host, string Urls)
{
    /// <summary>For the operator.</summary>
    public override string ToString() => $"{Host} ({Urls})";
}

/// <summary>A server that is alive.</summary>
/// <param name="Name">Chance, made at its start.</param>
/// <param name="Settings">Those that all of them must share.</param>
public sealed record StoredNode(string Name, string Host, string Urls, string Settings)
{
    /// <summary>Where it runs; one of a version that did not say it has its name alone.</summary>
    public string Place => Host.Length > 0 ? new NodePlace(Host, Urls).ToString() : Name;
}

/// <summary>The table of the servers that run on this database, each with the settings that all of them must share.</summary>
public static class NodeStore
{
    /// <summary>The settings of the others that were seen since, of those that joined first, first.</summary>
    public static async Task<IReadOnlyList<string>> Others(Sql sql, string name, DateTimeOffset since) => await sql.HasTable("nodes")
        ? await sql.Query<string>($"""
            SELECT settings FROM nodes WHERE name <> {name} AND {IsSeen(sql, since)} ORDER BY joined_at, name
            """)
        : [];

    /// <summary>All that were seen since, those that joined first, first.</summary>
    public static async Task<IReadOnlyList<StoredNode>> Seen(Sql sql, DateTimeOffset since) => await sql.HasTable("nodes")
        ? await sql.Query<StoredNode>($"""
            SELECT name, host, urls, settings FROM nodes WHERE {IsSeen(sql, since)} ORDER BY joined_at, name
            """)
        : [];

    /// <summary>Joins them.</summary>
    public static Task Add(Tx tx, string name, NodePlace place, string settings) => tx.Execute($"""
        INSERT INTO nodes (name, joined_at, seen_at, host, urls, settings)
        VALUES ({name}, {tx.Now}, {tx.Now}, {place.Host}, {place.Urls}, {settings})
        """);

    /// <summary>Is still there; false when the others have taken it for dead meanwhile.</summary>
    public static async Task<bool> TrySee(Tx tx, string name, string settings) => 1 == await tx.Execute($"""
        UPDATE nodes SET seen_at = {tx.Now}, settings = {settings} WHERE name = {name}
        """);

    /// <summary>Leaves them.</summary>
    public static Task Remove(Tx tx, string name) => tx.Execute($"DELETE FROM nodes WHERE name = {name}");

    /// <summary>Forgets those that were not seen since.</summary>
    public static Task Forget(Tx tx, DateTimeOffset since) => tx.Execute($"DELETE FROM nodes WHERE NOT ({IsSeen(tx, since)})");

    // What was seen in the future was seen by a clock that was ahead, and may be gone since.
    private static SqlPart IsSeen(Sql sql, DateTimeOffset since) => new($"seen_at BETWEEN {since} AND {sql.Now + Believed.Drift}");
}
