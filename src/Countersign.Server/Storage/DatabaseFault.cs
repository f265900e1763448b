using System.Globalization;
using Countersign.Server.Settings;
using Microsoft.Data.Sqlite;
using Npgsql;
using static SQLitePCL.raw;

namespace Countersign.Server.Storage;

/// <summary>What ails the database, in one sentence for its operator: which database it is, what is wrong, and what to do.</summary>
public static class DatabaseFault
{
    /// <summary>Where the database is; nothing in it is a secret.</summary>
    public static string PlaceOf(ServerSettings settings) => settings.Database is { } server
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"postgres://{(server.Host.Contains(':', StringComparison.Ordinal) ? $"[{server.Host}]" : server.Host)}:{server.Port}/{server.Database}")
        : settings.DatabaseFile;

    /// <summary>The sentence for what was thrown; null where it is not about the database.</summary>
    public static string? Of(Exception thrown, ServerSettings settings) =>
        (thrown is StoreUnavailableException { InnerException: { } cause } ? cause : thrown) switch
        {
            SqliteException broken => OfFile(broken, settings.DatabaseFile),
            PostgresException broken => OfServer(broken, settings),
            NpgsqlException broken =>
                $"The database {PlaceOf(settings)} does not serve us: {Unstopped(broken)}; see that it runs, is the primary, and can be " +
                "reached from here.",
            IOException when Names(thrown, settings) && DiskRoom.FullAt(settings.DataFolder) is { } disk =>
                Full(settings.DatabaseFile, disk),
            UnauthorizedAccessException or IOException when Names(thrown, settings) => NotOurs(settings.DatabaseFile),
            _ => null,
        };

    /// <summary>The sentence where nothing can be made beside the database's file.</summary>
    public static string OfFolder(ServerSettings settings) =>
        DiskRoom.FullAt(settings.DataFolder) is { } disk ? Full(settings.DatabaseFile, disk) : NotOurs(settings.DatabaseFile);

    // What has no room to be opened is told by SQLite as a disk that fails, or as a file that cannot be opened.
    private static string OfFile(SqliteException broken, string file) => broken.SqliteErrorCode switch
    {
        SQLITE_FULL => Full(file, DiskRoom.FullAt(file)),
        SQLITE_IOERR or SQLITE_CANTOPEN when DiskRoom.FullAt(file) is { } disk => Full(file, disk),
        SQLITE_READONLY or SQLITE_CANTOPEN or SQLITE_PERM => NotOurs(file),
        SQLITE_BUSY or SQLITE_LOCKED => $"The database {file} is held by another program: end what has it open.",
        SQLITE_CORRUPT or SQLITE_NOTADB =>
            $"The database {file} is damaged, or is another kind of file: restore a good backup, then run `after-restore`.",
        SQLITE_IOERR => $"The disk of the database {file} fails ({Unstopped(broken)}): see what the system says of it.",
        _ => $"The database {file} does not do what it is asked: {Unstopped(broken)}.",
    };

    private static string Full(string file, string? disk) =>
        $"The database {file} cannot grow, since its disk is full ({disk ?? "or what this user may have on it is used up"}): make room " +
        "there. Nothing that was stored is lost, and a server that runs goes on by itself.";

    private static string NotOurs(string file) =>
        $"The database {file} cannot be written by the user '{Environment.UserName}': let the file, those beside it that begin with its " +
        $"name, and the folder {Path.GetDirectoryName(file)} belong to that user, on a place that is not read-only.";

    private static string OfServer(PostgresException broken, ServerSettings settings)
    {
        var (place, user) = (PlaceOf(settings), settings.Database?.User);
        return broken.SqlState switch
        {
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                $"The database {place} cannot be written, since it is read-only to the user '{user}': name the primary, and let neither " +
                "role nor database have `default_transaction_read_only`.",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"The database {place} cannot be written by the user '{user}' ({Unstopped(broken)}): make that user the owner of the " +
                $"database and of all that is in it.",
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"The database {place} does not let the user '{user}' in: see to the password in COUNTERSIGN_DATABASE, and to pg_hba.conf.",
            PostgresErrorCodes.InvalidCatalogName =>
                $"There is not yet a database {place}: make it, owned by the user '{user}'.",
            PostgresErrorCodes.DiskFull => $"The database {place} cannot grow, since its disk is full: make room there.",
            _ => $"The database {place} does not do what it is asked: {Unstopped(broken)} (SQLSTATE {broken.SqlState}).",
        };
    }

    // What the sentence goes on after.
    private static string Unstopped(Exception broken) => broken.Message.TrimEnd('.', ' ').ReplaceLineEndings(" ");

    private static bool Names(Exception thrown, ServerSettings settings) =>
        settings.Database is null
        && (thrown.Message.Contains($"'{settings.DatabaseFile}", StringComparison.Ordinal)
            || thrown.Message.Contains($"'{settings.DataFolder}'", StringComparison.Ordinal));
}
