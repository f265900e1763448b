using System.Globalization;
using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>The database from inside: whether it is whole, current, and belongs to the keys.</summary>
public static class DoctorDatabase
{
    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(1);

    /// <summary>Whether the file is whole and of this version.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAtFile(Db db, CancellationToken ct)
    {
        var faults = await StoreHealth.Faults(db, ct);
        var missing = await Migrator.Missing(db, ct);
        return
        [
            .. Finding.Of("database", [.. faults.Select(fault => $"{fault}. Restore a good backup, then run `after-restore`")], "intact"),
            missing.Count == 0
                ? Finding.Ok("migrations", "up to date")
                : Finding.Warn("migrations", $"missing: {string.Join(", ", missing)}. Run `migrate`, or start the server"),
        ];
    }

    /// <summary>Whether the clock is behind what was written already: then codes are checked against a wrong time.</summary>
    public static async Task<Finding> LookAtClock(Db db, DateTimeOffset now, CancellationToken ct)
    {
        var newest = await StoreHealth.NewestEntry(db, ct);
        return now + Drift >= newest
            ? Finding.Ok("clock", "not behind anything that was written")
            : Finding.Fail("clock", $"it says {now:u}, but the newest audit entry is from {newest:u}. Set the clock: codes depend on it");
    }

    /// <summary>Whether the keys are the right ones, every hash can be checked, and the audit log is whole.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAtKeys(Db db, KeyRing keys, CancellationToken ct)
    {
        var wrong = await db.Read(sql => StartUpChecks.WrongCanaries(sql, keys), ct);
        if (wrong.Count > 0) return [.. Finding.Of("keys", wrong, "")];

        var hashes = await db.Read(sql => StartUpChecks.UncheckableHashes(sql, keys), ct);
        return
        [
            Finding.Ok("keys", $"{string.Join(", ", keys.Known)}; {keys.Active} is active"),
            .. Finding.Of("stored hashes", hashes, "can all be checked on this machine"),
            .. Finding.Of("audit log", await BrokenChains(db, new(keys), ct), "every chain holds"),
        ];
    }

    private static Task<IReadOnlyList<string>> BrokenChains(Db db, AuditLog audit, CancellationToken ct) =>
        db.Read<IReadOnlyList<string>>(async sql =>
    {
        var broken = new List<string>();
        foreach (var chain in await AuditLog.Chains(sql))
        {
            if (await audit.FindBreak(sql, chain) is { } seq)
                broken.Add(string.Create(CultureInfo.InvariantCulture,
                    $"the log of account {chain} was changed, or is missing entries, at entry {seq}. Keep a copy of the database and " +
                        $"find out who had access"));
        }

        return broken;
    }, ct);
}
