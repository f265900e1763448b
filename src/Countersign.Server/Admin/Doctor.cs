using System.Data.Common;
using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>Looks at everything an installation stands on. It changes nothing, and makes neither a key nor a database.</summary>
public static class Doctor
{
    /// <summary>Looks everywhere; one place that breaks keeps no other from being looked at.</summary>
    public static async Task<IReadOnlyList<Finding>> Examine(ServerSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var found = new List<Finding> { Finding.Ok("settings", "valid") };
        found.AddRange(Finding.Of("machine", [.. RuntimeFloor.Faults(Environment.Version, clock.GetUtcNow())],
            $".NET {Environment.Version}, the clock says {clock.GetUtcNow():u}"));
        found.AddRange(DoctorFiles.Look(settings));
        found.AddRange(await Guarded("database", () => LookInside(settings, clock, ct)));
        found.AddRange(await Guarded("breached passwords", () => Task.FromResult(DoctorFiles.LookAtBreached(settings))));
        found.Add(await DoctorGateways.Mail(settings, ct));
        found.Add(await DoctorGateways.Sms(settings, ct));
        return found;
    }

    private static async Task<IReadOnlyList<Finding>> LookInside(ServerSettings settings, TimeProvider clock, CancellationToken ct)
    {
        if (!Databases.MayExist(settings))
            return [Finding.Warn("database", $"there is none yet; the first start creates {settings.DatabaseFile}")];

        await using var db = Databases.Open(settings, clock);
        var found = new List<Finding>(await DoctorDatabase.LookAtFile(db, ct));
        if (found.Exists(finding => finding.Level is FindingLevel.Fail) || (await Migrator.Missing(db, ct)).Count > 0) return found;

        found.Add(await DoctorDatabase.LookAtClock(db, clock.GetUtcNow(), ct));
        if (File.Exists(settings.KeyFile))
            found.AddRange(await Guarded("keys", () => DoctorDatabase.LookAtKeys(db, KeyRing.Open(settings.KeyFile), ct)));
        found.Add(await DoctorDatabase.LookAtNumbers(db, ct));
        found.Add(await db.Read(sql => DoctorBackups.LookAtDatabase(sql, settings), ct));
        found.AddRange(await Guarded("age", () => DoctorDatabase.LookAtAge(db, new(settings.WitnessFile), ct)));
        return found;
    }

    private static async Task<IReadOnlyList<Finding>> Guarded(string name, Func<Task<IReadOnlyList<Finding>>> look)
    {
        try
        {
            return await look();
        }
        catch (Exception broken) when (broken is DbException or IOException or UnauthorizedAccessException or InvalidDataException
            or KeyFileException or UnknownKeyException or StoreUnavailableException)
        {
            // The database's own words say more than that it is not available.
            return [Finding.Fail(name, broken is StoreUnavailableException { InnerException: { } cause } ? cause.Message : broken.Message)];
        }
    }
}
