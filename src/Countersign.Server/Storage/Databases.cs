using Countersign.Server.Settings;

namespace Countersign.Server.Storage;

/// <summary>Opens the database that the operator named.</summary>
public static class Databases
{
    /// <summary>The file is created if it is missing; a server is asked for nothing yet.</summary>
    public static Db Open(ServerSettings settings, TimeProvider clock) => settings.Database is { } server
        ? new PostgresDb(PostgresAddress.Of(server, settings.DatabaseConnections, settings.DatabaseCaFile), clock)
        : new SqliteDb(settings.DatabaseFile, clock);

    /// <summary>
    /// Whether there may be something in it already: a server is only known when it is asked. A file of no length holds nothing: what is
    /// left of a disk that failed, or of a copy that never came, is as good as none.
    /// </summary>
    public static bool MayExist(ServerSettings settings) =>
        settings.Database is not null || new FileInfo(settings.DatabaseFile) is { Exists: true, Length: > 0 };
}
