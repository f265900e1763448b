using System.Reflection;

namespace Countersign.Server.Storage;

/// <summary>
/// Brings the database to the newest schema: numbered SQL files, one timeline, each applied once. All of it happens in
/// one transaction that nobody else can write beside, so two nodes that start together migrate once.
/// </summary>
public static class Migrator
{
    private const string Folder = "Countersign.Server.Storage.Migrations.";

    private const string Table = "migrations";

    private const string MakeTable = "CREATE TABLE IF NOT EXISTS migrations (name TEXT NOT NULL PRIMARY KEY)";

    // What such a migration adds is in nobody's way: a program that does not know it goes on serving beside a newer one.
    private const string Expands = "-- expands";

    // From this one on the table says which do.
    private const string Marked = "0025_nodes";

    /// <summary>
    /// Stands among the migrations while a copy into this database is not finished: no program of any version may use it.
    /// </summary>
    internal const string Unfinished = "unfinished copy";

    /// <summary>Applies what is missing; answers the names of what was applied.</summary>
    /// <exception cref="InvalidDataException">The database was made by a newer version that shuts this one out.</exception>
    public static Task<IReadOnlyList<string>> Run(Db db, CancellationToken ct) => db.Write(Apply, ct);

    /// <summary>The names of all migrations, in order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(Migrator).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^".sql".Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The newest one that the database has had.</summary>
    public static async Task<string> Last(Sql sql) =>
        (await sql.Query<string>($"SELECT name FROM migrations ORDER BY name DESC LIMIT 1")).SingleOrDefault() ?? "none";

    /// <summary>What <see cref="Run"/> would apply; nothing is changed.</summary>
    /// <exception cref="InvalidDataException">The database was made by a newer version.</exception>
    public static Task<IReadOnlyList<string>> Missing(Db db, CancellationToken ct) => db.Read(async sql =>
    {
        return await sql.HasTable(Table) ? await Missing(sql) : All;
    }, ct);

    /// <summary>
    /// Whether this version can serve on the schema: nothing is missing, and what it does not know shuts it out from nothing.
    /// </summary>
    /// <exception cref="InvalidDataException">The database is newer than this version can serve; the message says so.</exception>
    public static async Task<bool> IsCurrent(Db db, CancellationToken ct) => (await Missing(db, ct)).Count == 0;

    /// <summary>
    /// What the migrations made that the database has had, and is gone: somebody took it away, or a backup was put back in part. Parts of
    /// a table that is gone are not named beside it.
    /// </summary>
    internal static Task<IReadOnlyList<SchemaPart>> Lost(Db db, CancellationToken ct) => db.Read<IReadOnlyList<SchemaPart>>(async sql =>
    {
        if (!await sql.HasTable(Table)) return [];

        var lost = (await Made(await sql.Query<string>($"SELECT name FROM migrations"))).Except(await sql.Schema()).ToList();
        var tables = lost.Where(part => part.Kind == "table").Select(part => part.Of).ToHashSet(StringComparer.Ordinal);
        return [.. lost.Where(part => part.Name.Length == 0 || !tables.Contains(part.Of))];
    }, ct);

    // They are written once for both databases, so what they make is seen beside, in memory.
    private static async Task<IReadOnlyList<SchemaPart>> Made(IReadOnlyList<string> done)
    {
        await using var beside = new SqliteSession("Data Source=:memory:;Pooling=False");
        await beside.Script(MakeTable);
        foreach (var name in All.Intersect(done)) await beside.Script(Read(name));
        return [.. (await beside.Schema()).Where(part => !part.Of.StartsWith("sqlite_", StringComparison.Ordinal))];
    }

    private static async Task<IReadOnlyList<string>> Apply(Tx tx)
    {
        await tx.OneByOneForLong("migrations");
        await tx.Script(MakeTable);
        var missing = await Missing(tx);
        foreach (var name in missing)
        {
            await tx.Script(Read(name));
            await tx.Execute($"INSERT INTO migrations (name) VALUES ({name})");
        }

        foreach (var name in missing.Where(name => Read(name).StartsWith(Expands, StringComparison.Ordinal)))
            await tx.Execute($"UPDATE migrations SET shuts_out = 0 WHERE name = {name}");
        return missing;
    }

    private static async Task<IReadOnlyList<string>> Missing(Sql sql)
    {
        var done = await sql.Query<string>($"SELECT name FROM migrations");
        if (done.Contains(Unfinished))
        {
            throw new InvalidDataException(
                "A copy into this database was begun and is not finished. Run `copy` again; until it is done nothing else may use it.");
        }

        if (await FirstThatShutsOut(sql, done) is { } unknown)
        {
            throw new InvalidDataException(
                $"The database has migration '{unknown}', which this version does not know. Start the version that made it, or a newer " +
                    $"one.");
        }

        return [.. All.Except(done)];
    }

    private static async Task<string?> FirstThatShutsOut(Sql sql, IReadOnlyList<string> done)
    {
        var unknown = done.Except(All).ToList();
        if (unknown.Count == 0 || !done.Contains(Marked)) return unknown.FirstOrDefault();

        return unknown.Intersect(await sql.Query<string>($"SELECT name FROM migrations WHERE shuts_out = 1")).FirstOrDefault();
    }

    private static string Read(string name)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Folder}{name}.sql")!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
