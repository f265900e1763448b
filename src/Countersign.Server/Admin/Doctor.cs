using Countersign.Server.Composition;
using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Shared;

namespace Countersign.Server.Admin;

/// <summary>Looks at everything an installation stands on. It changes nothing but a row of its own, by which it sees
/// that the database takes writes, and makes neither a key nor a database.</summary>
public static class Doctor
{
    /// <summary>
    /// Looks everywhere; one place that breaks keeps no other from being looked at. What lies outside may take its time to answer, or to
    /// say nothing: all of it is asked at the same time.
    /// </summary>
    /// <param name="waiting">Hears for whom is still waited, each time that changes.</param>
    public static async Task<IReadOnlyList<Finding>> Examine(
        ServerSettings settings, OperatorShell shell, string? settingsFile, Action<IReadOnlyList<string>> waiting, CancellationToken ct)
    {
        var clock = shell.Clock;
        var waits = new DoctorWaits(waiting);
        var inside = waits.For("database", () => Guarded("database", () => LookInside(settings, clock, ct)));
        var mail = waits.For("mail", () => Guarded("mail", async () => [await DoctorMailServer.Mail(settings, ct)]));
        var address = waits.For("base URL", () => Guarded("base URL", () => DoctorBaseUrl.Look(settings, clock.GetUtcNow(), ct)));
        var collector = waits.For("collector", () => Guarded("collector", () => DoctorCollector.Look(settings, ct)));
        var metrics = waits.For("metrics", () => Guarded("metrics", () => DoctorMetrics.Look(settings, ct)));
        var sms = waits.For("text messages", () => Guarded("text messages", () => LookAtSms(settings, clock, ct)));

        return
        [
            Finding.Ok("settings", "valid"),
            .. Finding.Of("machine", [.. RuntimeFloor.Faults(Environment.Version, clock.GetUtcNow())],
                $".NET {Environment.Version}, the clock says {clock.GetUtcNow():u}"),
            .. await Guarded("user", () => At(DoctorUser.Look(settings))),
            .. await Guarded("data folder", () => At(DoctorFiles.LookAtFolder(settings))),
            .. await Guarded("files", () => At(DoctorFiles.Look(settings))),
            .. await Guarded("key file", () => At(DoctorFiles.LookAtKeys(settings))),
            .. await Guarded("certificate", () => At(DoctorCertificate.Look(shell.Environment, clock.GetUtcNow()))),
            .. await Guarded("secrets", () => At(DoctorSecrets.Look(shell.Environment, settingsFile, settings))),
            .. await Guarded("messages", () => At(DoctorMail.Look(settings))),
            .. await inside,
            .. await Guarded("breached passwords", () => At(DoctorFiles.LookAtBreached(settings))),
            .. await address,
            .. await mail,
            .. await sms,
            .. await collector,
            .. await metrics,
        ];

        Task<IReadOnlyList<Finding>> Guarded(string name, Func<Task<IReadOnlyList<Finding>>> look) =>
            Doctor.Guarded(settings, name, look, ct);
    }

    private static Task<IReadOnlyList<Finding>> At(IEnumerable<Finding> found) => Task.FromResult<IReadOnlyList<Finding>>([.. found]);

    // Its answer says what time it is there: compared with ours at that instant.
    private static async Task<IReadOnlyList<Finding>> LookAtSms(ServerSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var (found, time) = await DoctorSms.Look(settings, clock, ct);
        return [.. found, DoctorClock.Look(clock.GetUtcNow(), time, ReferenceEquals(clock, TimeProvider.System))];
    }

    private static async Task<IReadOnlyList<Finding>> LookInside(ServerSettings settings, TimeProvider clock, CancellationToken ct)
    {
        if (settings.Database is null && DoctorFiles.IsOutOfReach(settings)) return [];
        if (DoctorRights.IsDatabaseClosed(settings)) return [];
        if (!Databases.MayExist(settings)) return [NoDatabase(settings)];

        await using var db = Databases.Open(settings, clock);
        var found = new List<Finding>(await DoctorDatabase.LookAtFile(db, ct));
        var areKeysClosed = DoctorRights.Look(settings).ContainsKey(settings.KeyFile) || DoctorFiles.LeadsNowhere(settings.KeyFile);
        if (!areKeysClosed && !found.Exists(finding => finding.Level is FindingLevel.Fail) && !KeyRing.IsAt(settings.KeyFile))
            found.Add(DoctorFiles.NoKeys(settings, await Custody.HasLostItsKeys(settings, db, ct)));
        var missing = await Migrator.Missing(db, ct);
        if (missing.Count > 0) found.AddRange(await OfOlder(db, settings, missing, ct));
        if (found.Exists(finding => finding.Level is FindingLevel.Fail) || missing.Count > 0) return found;

        found.Add(await DoctorDatabase.LookAtWriting(db, settings, ct));
        found.Add(await DoctorDatabase.LookAtClock(db, clock.GetUtcNow(), ct));
        if (!areKeysClosed && File.Exists(settings.KeyFile))
            found.AddRange(await Guarded(
                settings, "keys", () => DoctorDatabase.LookAtKeys(db, settings, KeyRing.Open(settings.KeyFile), ct), ct));
        found.Add(await DoctorDatabase.LookAtNumbers(db, ct));
        found.Add(await db.Read(sql => DoctorBackups.LookAtDatabase(sql, settings), ct));
        found.Add(await db.Read(DoctorDeletions.Look, ct));
        found.AddRange(await db.Read(sql => DoctorPasskeys.Look(sql, settings), ct));
        found.AddRange(await DoctorHooks.Look(settings, db, ct));
        found.AddRange(await Guarded(settings, "age", () => DoctorDatabase.LookAtAge(db, new(settings.WitnessFile), ct), ct));
        return found;
    }

    // `migrate` brings a database of an older program up to date, and one that was put back from a backup of then does not become right by
    // it. What bears no age yet is as young as can be.
    private static async Task<IReadOnlyList<Finding>> OfOlder(
        Db db, ServerSettings settings, IReadOnlyList<string> missing, CancellationToken ct)
    {
        var witness = new WitnessFile(settings.WitnessFile);
        var known = witness.Read();
        if (!await db.Read(sql => sql.HasTable(DatabaseAge.Table), ct))
            return known is { Age: > 0 and var seen }
                ? [Finding.Fail("age", DatabaseWitness.Younger(age: 0, seen, witness.Path).TrimEnd('.'))]
                : missing.Count == Migrator.All.Count ? [NoInstallation(settings)]
                : [];

        // Who else is alive on a server, and vouches for it, stands in a table that may not be there yet.
        if (known is null && db.IsShared) return [];

        var found = await Guarded(settings, "age", async () => [await DoctorDatabase.LookAtAgeAlone(db, witness, ct)], ct);
        return [.. found.Where(finding => finding.Level is FindingLevel.Fail)];
    }

    private static Finding NoDatabase(ServerSettings settings) => Custody.LostDatabase(settings) is { } lost
        ? Finding.Fail("database", lost.TrimEnd('.'))
        : Directory.Exists(settings.DatabaseFile)
            ? Finding.Fail("database", $"{settings.DatabaseFile} is a folder, and must be a file: move it away")
            : NoInstallation(settings);

    // Nobody can sign in to nothing: who asks in a shell that names another folder or database than the server's must not hear that all is
    // well.
    private static Finding NoInstallation(ServerSettings settings) =>
        Finding.Fail("installation", Installation.NoneHere(settings).TrimEnd('.'));

    // One that breaks is a finding itself, whatever broke it: it keeps no other from being made.
    private static async Task<IReadOnlyList<Finding>> Guarded(
        ServerSettings settings, string name, Func<Task<IReadOnlyList<Finding>>> look, CancellationToken ct)
    {
        try
        {
            return await look();
        }
        catch (Exception broken) when (!ct.IsCancellationRequested)
        {
            return [Finding.Fail(name, (DatabaseFault.Of(broken, settings) ?? FileTrouble.Say(broken)).TrimEnd('.'))];
        }
    }
}
