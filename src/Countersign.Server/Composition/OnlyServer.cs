using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Shared;

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
    /// <returns>Null where any number may serve.</returns>
    /// <exception cref="StartRefusedException">Another server has it, or that cannot be known: then there may be one.</exception>
    public static IDisposable? Take(ServerSettings settings)
    {
        if (settings.Database is not null) return null;

        try
        {
            if (LockedFile.TryHold(PathOf(settings), out var held)) return held;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException([Fault(settings) ?? Closed(settings, denied)]);
        }

        throw new StartRefusedException(
        [
            $"Another server is running on {settings.DataFolder}. Stop it first (`systemctl stop countersign`, or Ctrl-C where it was " +
                "started), or give this one a folder of its own (COUNTERSIGN_DATA). Several servers share one installation on PostgreSQL " +
                "(COUNTERSIGN_DATABASE).",
        ]);
    }

    /// <summary>What stands in its place and can never be held, and what to do; null: nothing does.</summary>
    public static string? Fault(ServerSettings settings) => settings.Database is null && Directory.Exists(PathOf(settings))
        ? $"{PathOf(settings)} is a folder, and must be a file, by which one server at a time has the database. Move it away."
        : null;

    // Where it cannot even be made, the database beside it fares no better.
    private static string Closed(ServerSettings settings, Exception denied) => File.Exists(PathOf(settings))
        ? $"{PathOf(settings)}, by which one server at a time has the database, cannot be opened by the user '{Environment.UserName}' " +
          $"({FileTrouble.Say(denied).TrimEnd('.')}): let it belong to that user (`chown {Environment.UserName} {PathOf(settings)}`)."
        : DatabaseFault.OfFolder(settings);
}
