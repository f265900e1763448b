using Countersign.Server.Secrets;
using Countersign.Server.Settings;

namespace Countersign.Server.Composition;

/// <summary>
/// The sign in the data folder that a restore is on its way there. It is on the disk before the first part is, and goes with the last
/// step: where a restore was killed it stays, and nothing starts on half of an installation.
/// </summary>
public sealed class UnfinishedRestore : IDisposable
{
    // What is put beside its place first.
    private const string Beside = ".restored";

    private readonly ServerSettings settings;
    private bool stays;

    private UnfinishedRestore(ServerSettings settings)
    {
        this.settings = settings;
        Old = IsAt(settings);
        stays = Old;
    }

    /// <summary>Whether an earlier one has left it.</summary>
    public bool Old { get; }

    /// <summary>Looks what an earlier restore left behind, and throws its parts away: nobody has begun to use them.</summary>
    public static UnfinishedRestore Look(ServerSettings settings)
    {
        foreach (var part in PartsLeft(settings)) File.Delete(part);
        return new(settings);
    }

    /// <summary>Whether one was cut short here.</summary>
    public static bool IsAt(ServerSettings settings) => File.Exists(PathOf(settings));

    /// <summary>What to do then, in one sentence.</summary>
    public static string Sentence(ServerSettings settings) =>
        $"A restore into {settings.DataFolder} was cut short, and what is there may be half of it: run `restore` again, from the same backup.";

    /// <summary>Where a part waits before it takes its name.</summary>
    public static string PathBeside(string place) => place + Beside;

    /// <summary>Parts that lie beside their places.</summary>
    public static IReadOnlyList<string> PartsLeft(ServerSettings settings)
    {
        var (database, keys) = (PathBeside(settings.DatabaseFile), PathBeside(settings.KeyFile));
        return [.. ((string[])[database, database + "-wal", database + "-shm", keys, LockedFile.LockOf(keys)]).Where(File.Exists)];
    }

    /// <summary>The installation is whole and safe to serve.</summary>
    public static void End(ServerSettings settings)
    {
        if (!IsAt(settings)) return;

        File.Delete(PathOf(settings));
        FolderFlush.ToDisk(settings.DataFolder);
    }

    /// <summary>Gives the sign: on the disk when this returns.</summary>
    public void Begin()
    {
        if (IsAt(settings)) return;

        new LockedFile(PathOf(settings)).Create("A restore was begun here and has not come to its end. Run `restore` again.\n"u8);
    }

    /// <summary>From here on only the end takes it away: something is in its place.</summary>
    public void Stay() => stays = true;

    /// <summary>Everything is again as it was before.</summary>
    public void IsUndone() => stays = Old;

    /// <summary>Throws away the parts that wait beside their places, and the sign with them, where nothing was changed.</summary>
    public void TakeBack()
    {
        foreach (var part in PartsLeft(settings)) File.Delete(part);
        Dispose();
    }

    /// <summary>Takes it away where nothing was changed.</summary>
    public void Dispose()
    {
        if (!stays) End(settings);
    }

    private static string PathOf(ServerSettings settings) => Path.Combine(settings.DataFolder, "restore.unfinished");
}
