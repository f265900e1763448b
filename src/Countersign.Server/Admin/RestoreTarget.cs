using Countersign.Server.Hosting;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>The database that a backup takes the place of: nobody may be working on it.</summary>
internal static class RestoreTarget
{
    /// <summary>Why it may not be restored now; null when it may.</summary>
    public static async Task<string?> Refusal(ServerSettings settings, bool mayReplace, TimeProvider clock, CancellationToken ct)
    {
        if (!Databases.MayExist(settings)) return null;

        if (settings.Database is null)
        {
            using var alone = TakeFile(settings.DatabaseFile);
            return null;
        }

        await using var db = Databases.Open(settings, clock);
        return await db.Read(async sql => await Serving(sql) ?? await Full(sql, mayReplace), ct);
    }

    /// <summary>Holds a SQLite file so that no server can begin to work on it.</summary>
    /// <exception cref="IOException">A server, or another command, is at work on it.</exception>
    public static IDisposable? TakeFile(string path) => File.Exists(path) ? SqliteFile.TakeAlone(path) : null;

    private static async Task<string?> Serving(Sql sql)
    {
        if (!await sql.HasTable("nodes")) return null;

        var alive = await Membership.Alive(sql);
        return alive.Count == 0
            ? null
            : $"A server runs on this database: {string.Join(", ", alive.Select(node => node.Place))}. Stop it first; one that was " +
                $"killed " +
                $"counts as running for {Membership.Silence.TotalSeconds:0} seconds.";
    }

    private static async Task<string?> Full(Sql sql, bool mayReplace) =>
        mayReplace || !await sql.HasTable("accounts")
            ? null
            : "There is an installation in this database already. Keep a `backup` of it, then add --replace: all of it goes.";
}
