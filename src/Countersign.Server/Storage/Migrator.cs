using System.Reflection;

namespace Countersign.Server.Storage;

/// <summary>
/// Brings the database to the newest schema: numbered SQL files, one timeline, each applied once. All of it happens in
/// one transaction that nobody else can write beside, so two nodes that start together migrate once.
/// </summary>
public static class Migrator
{
    private const string Folder = "Countersign.Server.Storage.Migrations.";

    /// <summary>Applies what is missing; answers the names of what was applied.</summary>
    /// <exception cref="InvalidDataException">The database was made by a newer version: an old one must not write to it.</exception>
    public static Task<IReadOnlyList<string>> Run(Db db, CancellationToken ct) => db.Write(Apply, ct);

    /// <summary>The names of all migrations, in order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(Migrator).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^".sql".Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What <see cref="Run"/> would apply; nothing is changed.</summary>
    /// <exception cref="InvalidDataException">The database was made by a newer version.</exception>
    public static Task<IReadOnlyList<string>> Missing(Db db, CancellationToken ct) => db.Read(async sql =>
    {
        return await sql.HasTable("migrations") ? await Missing(sql) : All;
    }, ct);

    /// <summary>
    /// Whether the schema is the one this version was made for: nothing is missing, and nothing is there that it does not know.
    /// </summary>
    public static async Task<bool> IsCurrent(Db db, CancellationToken ct) =>
        All.ToHashSet(StringComparer.Ordinal).SetEquals(await db.Read(sql => sql.Query<string>($"SELECT name FROM migrations"), ct));

    private static async Task<IReadOnlyList<string>> Apply(Tx tx)
    {
        await tx.OneByOne("migrations");
        await tx.Script("CREATE TABLE IF NOT EXISTS migrations (name TEXT NOT NULL PRIMARY KEY)");
        var missing = await Missing(tx);
        foreach (var name in missing)
        {
            await tx.Script(Read(name));
            await tx.Execute($"INSERT INTO migrations (name) VALUES ({name})");
        }

        return missing;
    }

    private static async Task<IReadOnlyList<string>> Missing(Sql sql)
    {
        var done = await sql.Query<string>($"SELECT name FROM migrations");
        if (done.Except(All).FirstOrDefault() is { } unknown)
        {
            throw new InvalidDataException(
                $"The database has migration '{unknown}', which this version does not know. Start the version that made it, or a newer " +
                    $"one.");
        }

        return [.. All.Except(done)];
    }

    private static string Read(string name)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Folder}{name}.sql")!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
