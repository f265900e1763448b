using System.Data.Common;
using Countersign.Server.Composition;
using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

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
        var inside = waits.For("database", () => Guarded(settings, "database", () => LookInside(settings, clock, ct)));
        var mail = waits.For("mail", () => DoctorGateways.Mail(settings, ct));
        var address = waits.For("base URL", () => DoctorBaseUrl.Look(settings, clock.GetUtcNow(), ct));
        var collector = waits.For("collector", () => DoctorCollector.Look(settings, ct));
        var metrics = waits.For("metrics", () => DoctorMetrics.Look(settings, ct));
        var sms = waits.For("text messages", () => LookAtSms(settings, clock, ct));

        var found = new List<Finding> { Finding.Ok("settings", "valid") };
        found.AddRange(Finding.Of("machine", [.. RuntimeFloor.Faults(Environment.Version, clock.GetUtcNow())],
            $".NET {Environment.Version}, the clock says {clock.GetUtcNow():u}"));
        found.AddRange(DoctorUser.Look(settings));
        found.AddRange(DoctorFiles.Look(settings));
        found.AddRange(DoctorSecrets.Look(shell.Environment, settingsFile, settings));
        found.AddRange(DoctorMail.Look(settings));
        found.AddRange(await inside);
        found.AddRange(await Guarded(settings, "breached passwords", () => Task.FromResult(DoctorFiles.LookAtBreached(settings))));
        found.AddRange(await address);
        found.Add(await mail);
        found.AddRange(await sms);
        found.AddRange(await collector);
        found.AddRange(await metrics);
        return found;
    }

    // Its answer says what time it is there: compared with ours at that instant.
    private static async Task<IReadOnlyList<Finding>> LookAtSms(ServerSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var (found, time) = await DoctorGateways.Sms(settings, ct);
        return [.. found, DoctorClock.Look(clock.GetUtcNow(), time, ReferenceEquals(clock, TimeProvider.System))];
    }

    private static async Task<IReadOnlyList<Finding>> LookInside(ServerSettings settings, TimeProvider clock, CancellationToken ct)
    {
        if (settings.Database is null && Directory.Exists(settings.DataFolder) && FolderOwner.IsClosed(settings.DataFolder)) return [];
        if (DoctorRights.IsDatabaseClosed(settings)) return [];
        if (!Databases.MayExist(settings)) return [NoDatabase(settings)];

        await using var db = Databases.Open(settings, clock);
        var found = new List<Finding>(await DoctorDatabase.LookAtFile(db, ct));
        var areKeysClosed = DoctorRights.Look(settings).ContainsKey(settings.KeyFile);
        if (!areKeysClosed && !found.Exists(finding => finding.Level is FindingLevel.Fail) && !KeyRing.IsAt(settings.KeyFile))
            found.Add(DoctorFiles.NoKeys(settings, await Custody.HasLostItsKeys(settings, db, ct)));
        var missing = await Migrator.Missing(db, ct);
        if (missing.Count == Migrator.All.Count) found.Add(NoInstallation(settings));
        if (found.Exists(finding => finding.Level is FindingLevel.Fail) || missing.Count > 0) return found;

        found.Add(await DoctorDatabase.LookAtWriting(db, settings, ct));
        found.Add(await DoctorDatabase.LookAtClock(db, clock.GetUtcNow(), ct));
        if (!areKeysClosed && File.Exists(settings.KeyFile))
            found.AddRange(await Guarded(settings, "keys", () => DoctorDatabase.LookAtKeys(db, KeyRing.Open(settings.KeyFile), ct)));
        found.Add(await DoctorDatabase.LookAtNumbers(db, ct));
        found.Add(await db.Read(sql => DoctorBackups.LookAtDatabase(sql, settings), ct));
        found.Add(await db.Read(DoctorDeletions.Look, ct));
        found.AddRange(await DoctorHooks.Look(settings, db, ct));
        found.AddRange(await Guarded(settings, "age", () => DoctorDatabase.LookAtAge(db, new(settings.WitnessFile), ct)));
        return found;
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

    private static async Task<IReadOnlyList<Finding>> Guarded(
        ServerSettings settings, string name, Func<Task<IReadOnlyList<Finding>>> look)
    {
        try
        {
            return await look();
        }
        catch (Exception broken) when (broken is DbException or IOException or UnauthorizedAccessException or InvalidDataException
            or KeyFileException or UnknownKeyException or StoreUnavailableException)
        {
            return [Finding.Fail(name, (DatabaseFault.Of(broken, settings) ?? broken.Message).TrimEnd('.'))];
        }
    }
}
