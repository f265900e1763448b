using System.Globalization;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>Whether there are backups of both, young enough, and of the keys that are in use.</summary>
public static class DoctorBackups
{
    private const string Database = "backup";
    private const string Keys = "backup of the keys";

    /// <summary>Looks at when the database was last backed up.</summary>
    public static async Task<Finding> LookAtDatabase(Sql sql, ServerSettings settings) =>
        OfDatabase(await BackupStore.Last(sql, BackupKind.Database), sql.Now, settings.BackupAge);

    /// <summary>
    /// Looks at when the keys were, and which. They are never changed, only added: their copy does not grow old, it lacks one.
    /// </summary>
    public static async Task<Finding> LookAtKeys(Sql sql, KeyRing keys)
    {
        var last = await BackupStore.Last(sql, BackupKind.Keys);
        var lacks = keys.Known.Except(last?.Keys ?? []).ToList();
        return (last, lacks) switch
        {
            (null, _) => Finding.Warn(Keys,
                "none was ever made by `backup --keys-to`. Without the key file a backup of the database is worth nothing: keep a copy " +
                    "of it " +
                "in another place"),
            (_, { Count: > 0 }) => Finding.Warn(Keys,
                $"the key {string.Join(", ", lacks)} is in none. Run `countersign-server backup FOLDER/ --keys-to OTHER-FOLDER/ …` again"),
            ({ At: var at }, _) =>
                Finding.Ok(Keys, string.Create(CultureInfo.InvariantCulture, $"the last one is of {at:u}, with all keys")),
        };
    }

    private static Finding OfDatabase(LastBackup? last, DateTimeOffset now, TimeSpan allowed) => last switch
    {
        null =>
            Finding.Warn(Database, "none was ever made by `backup`. Run `countersign-server backup FOLDER/` now, and every day by a timer"),
        { At: var at } when !Believed.HasBeen(at, now) => Finding.Warn(Database, string.Create(CultureInfo.InvariantCulture,
            $"the last one is of {at:u}, which is still to come: the clock was ahead. Run `countersign-server backup FOLDER/` once more")),
        { At: var at } when now - at > allowed => Finding.Warn(Database, string.Create(CultureInfo.InvariantCulture,
            $"the last one is of {at:u}, older than COUNTERSIGN_BACKUP_AGE allows. See why the timer has made none since: " +
            $"`systemctl status countersign-backup`")),
        { At: var at } => Finding.Ok(Database, string.Create(CultureInfo.InvariantCulture, $"the last one is of {at:u}")),
    };
}
