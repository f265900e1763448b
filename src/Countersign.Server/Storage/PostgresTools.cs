using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Countersign.Server.Settings;

namespace Countersign.Server.Storage;

/// <summary>
/// PostgreSQL's own tools, <c>pg_dump</c> and <c>pg_restore</c>: they come with it and fit it. The password goes by their environment and
/// never on a command line.
/// </summary>
/// <param name="caFile">The certificates that may vouch for the server; null: those that this machine trusts.</param>
public sealed class PostgresTools(DatabaseServer server, string? caFile)
{
    private const string TrustedHere = "/etc/ssl/certs/ca-certificates.crt";

    /// <summary>Whether a file is one that <see cref="Dump"/> writes.</summary>
    public static bool IsDump(ReadOnlySpan<byte> beginning) => beginning.StartsWith("PGDMP"u8);

    /// <summary>Writes all of the database, as it is at one instant, to a file; writers go on meanwhile.</summary>
    /// <exception cref="IOException">It could not be; the message is the tool's own.</exception>
    public Task Dump(string path, CancellationToken ct) => Run(
        "pg_dump", ["--format=custom", "--no-owner", "--no-privileges", $"--file={path}", Database], ct);

    /// <summary>Reads a dump from its beginning to its end, and writes nothing.</summary>
    /// <exception cref="IOException">It is not whole.</exception>
    public Task Check(string path, CancellationToken ct) => Run("pg_restore", ["--file=/dev/null", path], ct);

    /// <summary>The rows of one table in a dump, a line each, with tabs between the values as <c>COPY</c> writes them.</summary>
    public async Task<IReadOnlyList<string>> RowsOf(string table, string path, CancellationToken ct)
    {
        var script = await Run("pg_restore", ["--data-only", $"--table={table}", "--file=-", path], ct);
        return
        [
            .. script.Split('\n').SkipWhile(line => !line.StartsWith("COPY ", StringComparison.Ordinal)).Skip(1)
                .TakeWhile(line => line != @"\."),
        ];
    }

    /// <summary>Puts a dump in the place of what is in the database, all of it or nothing.</summary>
    public Task Restore(string path, CancellationToken ct) => Run(
        "pg_restore",
        [
            "--clean", "--if-exists", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", $"--dbname={Database}",
            path,
        ], ct);

    // As a connection string, since a bare name with signs of one would be taken for it.
    private string Database =>
        $"dbname='{server.Database.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";

    private async Task<string> Run(string tool, IReadOnlyList<string> words, CancellationToken ct)
    {
        var start = new ProcessStartInfo(tool, words) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in Surroundings()) start.Environment[name] = value;

        using var process = Begin(tool, start);
        var (told, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return process.ExitCode == 0
            ? await told
            : throw new IOException($"{tool} has ended with {process.ExitCode}: {(await errors).Trim()}");
    }

    private static Process Begin(string tool, ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new IOException(
                $"{tool} cannot be started ({missing.Message}). It comes with PostgreSQL: install the client programs of the server's " +
                    $"version " +
                "(Debian: postgresql-client) on this machine.", missing);
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Surroundings()
    {
        yield return new("PGHOST", server.Host);
        yield return new("PGPORT", server.Port.ToString(CultureInfo.InvariantCulture));
        yield return new("PGUSER", server.User);
        yield return new("PGAPPNAME", "countersign");
        yield return new("PGCONNECT_TIMEOUT", "5");
        if (server.Password is { } password) yield return new("PGPASSWORD", password.Reveal());
        if (server.IsHere && caFile is null) yield break;

        yield return new("PGSSLMODE", "verify-full");
        yield return new("PGSSLROOTCERT", caFile ?? TrustedHere);
    }
}
