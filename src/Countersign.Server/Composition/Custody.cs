using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Composition;

/// <summary>Whether a database may be one that came out of a backup.</summary>
public enum Restored
{
    /// <summary>It may not: it must be as old as its witness says.</summary>
    Refused,

    /// <summary>It may: whoever opens it is about to make it safe to serve.</summary>
    Taken,
}

/// <summary>
/// The database and the keys of an installation, opened together: both belong to each other, and neither is made anew beside the other.
/// </summary>
public sealed class Custody : IAsyncDisposable
{
    private Custody(ServerSettings settings, Db db, KeyRing keys)
    {
        (Db, Keys) = (db, keys);
        Witness = new(db, new(settings.WitnessFile));
    }

    /// <summary>The database.</summary>
    public Db Db { get; }

    /// <summary>The root keys.</summary>
    public KeyRing Keys { get; }

    /// <summary>What knows how old the database is.</summary>
    public DatabaseWitness Witness { get; }

    /// <summary>
    /// Opens both. A key file is made only where there is no database yet, or one that belongs to no key; beside any other its absence is
    /// refused.
    /// </summary>
    /// <exception cref="KeyFileException">The key file is missing or cannot be used.</exception>
    /// <exception cref="StartRefusedException">
    /// A restore was cut short here, and this does not make it safe; or the database is gone that was here.
    /// </exception>
    public static async Task<Custody> Open(ServerSettings settings, Restored restored, TimeProvider clock, CancellationToken ct)
    {
        if (restored is Restored.Refused && UnfinishedRestore.IsAt(settings))
            throw new StartRefusedException([UnfinishedRestore.Sentence(settings)]);

        if (restored is Restored.Refused && LostDatabase(settings) is { } lost) throw new StartRefusedException([lost]);

        DataFolder.Make(settings.DataFolder);
        if (KeyRing.IsAt(settings.KeyFile))
        {
            var found = KeyRing.Open(settings.KeyFile);
            return new(settings, Databases.Open(settings, clock), found);
        }

        var db = Databases.Open(settings, clock);
        try
        {
            await RefuseLostKeys(settings, db, ct);
            return new(settings, db, KeyRing.OpenOrCreate(settings.KeyFile, clock.GetUtcNow()));
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// What to do where the database is gone that keys and witness know: no empty one is made in its place. Null: it is there, or none
    /// was ever here.
    /// </summary>
    public static string? LostDatabase(ServerSettings settings) =>
        !Databases.MayExist(settings) && new WitnessFile(settings.WitnessFile).Read() is { Age: > 0 }
            ? $"The database {settings.DatabaseFile} is gone; its witness {settings.WitnessFile} has seen it. Put it back, see whether its " +
                "disk is mounted, or `restore` a backup. To begin anew without it, move the key file and the witness away."
            : null;

    /// <summary>Does not go on with a database whose key file is away.</summary>
    /// <exception cref="KeyFileException">It is; the message names the file and what to do.</exception>
    public static async Task RefuseLostKeys(ServerSettings settings, Db db, CancellationToken ct)
    {
        // Looked for once more by opening it: another process may have made it, and marked the database, in between.
        if (await HasLostItsKeys(settings, db, ct)) _ = KeyRing.Open(settings.KeyFile);
    }

    /// <summary>Whether the key file is away that a database was written with.</summary>
    public static async Task<bool> HasLostItsKeys(ServerSettings settings, Db db, CancellationToken ct) =>
        !KeyRing.IsAt(settings.KeyFile) && await KeyUseStore.BelongsToAKey(db, ct);

    /// <summary>A sentence for each reason not to go on; the schema is the one of this version.</summary>
    public async Task<IReadOnlyList<string>> Faults(Restored restored, CancellationToken ct)
    {
        var faults = await StartUpChecks.Run(Db, Keys, ct);
        if (faults.Count > 0) return faults;
        if (restored is Restored.Refused && await Witness.Fault(ct) is { } older) return [older];

        await KeyMarks.Hold(Db, Keys, ct);
        return [];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Db.DisposeAsync();
}
