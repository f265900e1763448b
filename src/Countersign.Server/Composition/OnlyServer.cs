using Countersign.Server.Secrets;
using Countersign.Server.Settings;

namespace Countersign.Server.Composition;

/// <summary>
/// The one server on a SQLite file. What it keeps in memory (whose turn it is, what was counted and is still to be told) a second one would
/// not know of; several servers share a PostgreSQL database.
/// </summary>
internal static class OnlyServer
{
    private const string Name = "serve.lock";

    /// <summary>The file by which it has it.</summary>
    public static string PathOf(ServerSettings settings) => Path.Combine(settings.DataFolder, Name);

    /// <summary>Takes the place until it is given back, or the process is gone, however it ended.</summary>
    /// <returns>Null where any number may serve, and where nothing can be written: the database says that.</returns>
    /// <exception cref="StartRefusedException">Another server has it.</exception>
    public static IDisposable? Take(ServerSettings settings)
    {
        if (settings.Database is not null) return null;

        try
        {
            if (LockedFile.TryHold(PathOf(settings), out var held)) return held;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        throw new StartRefusedException(
        [
            $"Another server is running on {settings.DataFolder}. Stop it first (`systemctl stop countersign`, or Ctrl-C where it was " +
                "started), or give this one a folder of its own (COUNTERSIGN_DATA). Several servers share one installation on PostgreSQL " +
                "(COUNTERSIGN_DATABASE).",
        ]);
    }
}
