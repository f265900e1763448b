using System.Globalization;
using Countersign.Server.Composition;
using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>The database from inside: whether it is whole, current, and belongs to the keys.</summary>
public static class DoctorDatabase
{
    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan JumpsShown = TimeSpan.FromDays(30);

    /// <summary>Whether the file is whole and of this version.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAtFile(Db db, CancellationToken ct)
    {
        var faults = new List<string>(await db.Faults(ct));
        if (await Migrator.Lost(db, ct) is { Count: > 0 } lost)
            faults.Add($"it lacks {string.Join(", ", lost)}, which a migration made and this program needs");
        var missing = await Migrator.Missing(db, ct);
        return
        [
            .. Finding.Of("database", [.. faults.Select(fault => $"{fault}. Restore a good backup, then run `after-restore`")], "intact"),
            missing.Count == 0
                ? Finding.Ok("migrations", "up to date")
                : Finding.Warn("migrations", $"missing: {string.Join(", ", missing)}. Run `migrate`, or start the server"),
        ];
    }

    /// <summary>Whether it takes writes from whoever runs this, who must be the user that serves.</summary>
    public static async Task<Finding> LookAtWriting(Db db, ServerSettings settings, CancellationToken ct)
    {
        try
        {
            await StoreHealth.TakesWrites(db, ct);
            return Finding.Ok("writing", $"the database takes writes from '{Environment.UserName}'");
        }
        catch (StoreUnavailableException broken)
        {
            return Finding.Fail("writing", (DatabaseFault.Of(broken, settings) ?? broken.Message).TrimEnd('.'));
        }
    }

    /// <summary>Whether the clock is behind what was written already, or jumped: then codes are checked against a wrong time.</summary>
    public static async Task<Finding> LookAtClock(Db db, DateTimeOffset now, CancellationToken ct)
    {
        var newest = await db.Read(StoreHealth.NewestEntry, ct);
        var jumps = await db.Read(sql => ClockStore.Since(sql, now - JumpsShown), ct);
        var jumped = jumps.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"it jumped {jumps.Count} times in {JumpsShown.TotalDays:0} days, last by {jumps[0].Seconds:+0;-0} seconds at {jumps[0].At:u}. " +
            $"Have it kept by NTP; whoever's codes are refused since is helped by `account unlock --clock`");
        var waits = await db.Read(SteadyClock.HoldsUntil, ct) is { } until && await db.Read(SteadyClock.IsSeen, ct)
            ? string.Create(CultureInfo.InvariantCulture, $". Nothing is deleted for good before {until:u}, when it has gone by steadily")
            : "";
        if (newest <= now + Drift)
            return jumps.Count == 0
                ? Finding.Ok("clock", $"not behind anything that was written, and it did not jump{waits}")
                : Finding.Warn("clock", jumped + waits);

        return WentAheadAndBack(jumps, newest)
            ? Finding.Warn("clock", $"it was ahead until it was set back: audit entries are of up to {newest:u}; {jumped}{waits}")
            : Finding.Fail("clock",
                $"it says {now:u}, and the newest audit entry is of {newest:u}. Set the clock: codes depend on it. If it is right now, it " +
                $"was ahead when that was written, and this ends by itself"
                    + (jumps.Count == 0 ? "" : $"; {jumped}") + waits);
    }

    // Set back by as much as it had gone ahead before, the clock is right now. A step back alone may as well be what is wrong.
    private static bool WentAheadAndBack(IReadOnlyList<ClockJump> jumps, DateTimeOffset newest) => jumps
        .Where((back, i) => back.Seconds < 0 && newest <= back.At - TimeSpan.FromSeconds(back.Seconds) + Drift
            && jumps.Skip(i + 1).Any(ahead => Math.Abs(ahead.Seconds + back.Seconds) <= Drift.TotalSeconds))
        .Any();

    /// <summary>Whether the database is as old as its witness knows, and the audit log leads through what the witness saw.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAtAge(Db db, WitnessFile file, CancellationToken ct)
    {
        var age = await LookAtAgeAlone(db, file, ct);
        return age.Level is FindingLevel.Ok && await new DatabaseWitness(db, file).LostEntry(ct) is { } lost
            ? [Finding.Fail("age", Advise(lost))]
            : [age];
    }

    /// <summary>The same of a database that may be of an older program, and without the audit log as it is now.</summary>
    public static async Task<Finding> LookAtAgeAlone(Db db, WitnessFile file, CancellationToken ct) =>
        await new DatabaseWitness(db, file).Fault(ct) is { } older
            ? Finding.Fail("age", older.TrimEnd('.'))
            : Finding.Ok("age", "not older than its witness: nobody put it back from a backup");

    /// <summary>Whether every entry of the audit log got its number.</summary>
    public static async Task<Finding> LookAtNumbers(Db db, CancellationToken ct)
    {
        var late = await db.Read(LateEntries.Of, ct);
        return late.Count == 0
            ? Finding.Ok("audit numbers", "no entry of the audit log waits for its number")
            : Finding.Warn("audit numbers", $"{late}. {AuditWatch.WhatToDo}");
    }

    /// <summary>Whether the keys are the right ones, every hash can be checked, and the audit log is whole.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAtKeys(
        Db db, ServerSettings settings, KeyRing keys, CancellationToken ct)
    {
        var wrong = await db.Read(sql => StartUpChecks.WrongCanaries(sql, keys), ct);
        if (wrong.Count > 0) return [.. Finding.Of("keys", wrong, "")];

        await db.Read(sql => KeyMarks.Learn(sql, keys), ct);
        var hashes = await db.Read(sql => StartUpChecks.UncheckableHashes(sql, keys), ct);
        var check = new AuditCheck(keys, settings.AuditKeeping.AddressLife);
        return
        [
            Finding.Ok("keys", $"{string.Join(", ", keys.Known)}; {keys.Active} is active{Coming(keys)}"),
            .. Finding.Of("stored hashes", hashes, "can all be checked on this machine"),
            .. Finding.Of("audit log", [.. (await db.Read(check.Faults, ct)).Select(Advise)], "whole, and its end is signed"),
            await db.Read(sql => DoctorBackups.LookAtKeys(sql, keys), ct),
        ];
    }

    private static string Coming(KeyRing keys) => keys.Coming is { } coming ? $", {coming.Id} is coming (`key activate`)" : "";

    private static string Advise(string fault) => $"{fault}. Keep a copy of the database and find out who had access";
}
