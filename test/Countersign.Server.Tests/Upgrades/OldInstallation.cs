using System.IO.Compression;
using System.Text.Json;
using Countersign.Server.Tests.Admin;
using Countersign.TestKit;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.Server.Tests.Upgrades;

/// <summary>What an older version left in its data folder, and what its people know.</summary>
/// <param name="Commit">Which version it was.</param>
/// <param name="MadeAt">When it stopped, in unix seconds.</param>
/// <param name="Password">Everybody's.</param>
internal sealed record OldInstallation(
    string Commit, long MadeAt, string Password, OldAdmin Ada, OldPerson Grace, OldPerson Linus, OldPerson Barbara, OldSignUp Bob)
{
    private const string OnPostgres = "-postgres";

    /// <summary>Which migrations it has had.</summary>
    public IReadOnlyList<string> Migrations { get; init; } = [];

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The names of those that are a file, in no order.</summary>
    public static IEnumerable<string> Names => All.Where(name => !name.EndsWith(OnPostgres, StringComparison.Ordinal));

    /// <summary>The names of those that were on PostgreSQL.</summary>
    public static IEnumerable<string> NamesOnPostgres => All.Where(name => name.EndsWith(OnPostgres, StringComparison.Ordinal));

    private static IEnumerable<string> All => Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)!);

    private static string Folder => Path.Combine(Repository.Root, "test", "Countersign.Server.Tests", "Upgrades");

    /// <summary>
    /// Puts one into an office that has none, as its server left it. Two minutes have passed since: nothing that waited is over, and
    /// every app shows another code.
    /// </summary>
    public static async Task<OldInstallation> MoveInto(Office office, string name)
    {
        Directory.CreateDirectory(office.Data);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(office.Data, Private | UnixFileMode.UserExecute);
        foreach (var side in (string[])["keys", "keys.witness"])
        {
            if (File.Exists(At(name, side))) File.Copy(At(name, side), Path.Combine(office.Data, side));
        }

        var statements = await Statements(name);
        if (!name.EndsWith(OnPostgres, StringComparison.Ordinal)) await Do(statements, office.DatabaseFile);
        else await TestDatabases.Do(office.Environment["COUNTERSIGN_DATABASE"], statements);

        foreach (var file in Directory.EnumerateFiles(office.Data))
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, Private);
        }

        var told = JsonSerializer.Deserialize<OldInstallation>(await File.ReadAllTextAsync(At(name, "told.json"), Ct), Json)!;
        office.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(told.MadeAt + 120));
        return told with { Migrations = MigrationsIn(statements) };
    }

    /// <summary>The migrations that one has had.</summary>
    public static async Task<IReadOnlyList<string>> MigrationsOf(string name) => MigrationsIn(await Statements(name));

    private static List<string> MigrationsIn(string statements)
    {
        return
        [
            .. from line in statements.Split('\n')
               let parts = line.Split('\'')
               where parts[0] is "INSERT INTO \"migrations\" VALUES(" or "INSERT INTO public.migrations VALUES ("
               select parts[1],
        ];
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static UnixFileMode Private => UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static string At(string name, string file) => Path.Combine(Folder, name, file);

    private static async Task<string> Statements(string name)
    {
        var file = name.EndsWith(OnPostgres, StringComparison.Ordinal) ? "postgres.sql.gz" : "database.sql.gz";
        await using var packed = File.OpenRead(At(name, file));
        await using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return await reader.ReadToEndAsync(Ct);
    }

#pragma warning disable CA2100 // The statements are those of a fixture.
    /// <summary>Does something in a database. Tables come in the order of their names: a row may name one that is not there yet.</summary>
    public static async Task Do(string statements, string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false;Foreign Keys=false");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = statements;
        await command.ExecuteNonQueryAsync(Ct);
    }
#pragma warning restore CA2100
}

/// <summary>Somebody who was seeded.</summary>
/// <param name="SetupKey">Of the app, where they have one.</param>
/// <param name="Codes">Recovery codes that are not spent.</param>
internal sealed record OldPerson(string ApiKey, string? SetupKey, IReadOnlyList<string> Codes);

/// <summary>Ada, who has turned 2FA on by herself.</summary>
/// <param name="Spent">Recovery codes that she has used.</param>
/// <param name="MadeKey">An API key that she has made.</param>
/// <param name="SessionKey">Of a session with a second factor.</param>
/// <param name="Waiting">The secret of a sign-in that waits for its second factor.</param>
internal sealed record OldAdmin(
    string ApiKey, string SetupKey, IReadOnlyList<string> Spent, IReadOnlyList<string> Codes, string MadeKey, string SessionKey,
    string Waiting);

/// <summary>Somebody who has signed up.</summary>
/// <param name="Link">The token of the mailed link, which nobody has pressed.</param>
internal sealed record OldSignUp(string Link);
