using Countersign.Server.Composition;
using Countersign.Server.Development;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Countersign.TestKit;

/// <summary>
/// A data folder with the people in it, made once by a real server and copied for every test server: making it anew
/// would take most of a test's time.
/// </summary>
internal sealed class SeedFolder
{
    private readonly Dictionary<string, byte[]> files = [];

    private readonly string? database;

    private SeedFolder(IReadOnlyList<SeededPerson> people, string? database) => (People, this.database) = (people, database);

    /// <summary>Hashes that cost next to nothing.</summary>
    public static HashCosts CheapHashes { get; } = new(Cheap, Cheap);

    /// <summary>The one seed of this process.</summary>
    public static Task<SeedFolder> Made => Making.Value;

    /// <summary>Who is in it.</summary>
    public IReadOnlyList<SeededPerson> People { get; }

    private static Lazy<Task<SeedFolder>> Making { get; } = new(Make);

    private static HashCost Cheap => new(MemoryKiB: 8, Passes: 1);

    /// <summary>
    /// Puts a copy into a folder, as a server would have left it there; answers the database's address, if it is no file.
    /// </summary>
    public async Task<string?> WriteTo(string folder)
    {
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(folder, name);
            await File.WriteAllBytesAsync(path, bytes);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return database is null ? null : await TestDatabases.Make(database);
    }

    private static async Task<SeedFolder> Make()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-seed-");
        try
        {
            var database = await TestDatabases.Make();
            var variables = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["COUNTERSIGN_DATA"] = folder.FullName,
                ["COUNTERSIGN_DATABASE"] = database ?? "sqlite",
            };
            var seed = new SeedFolder(await Plant(TestSettings.Read(variables)), database);
            foreach (var file in folder.EnumerateFiles().Where(file => !file.Name.EndsWith("-shm", StringComparison.Ordinal)))
                seed.files[file.Name] = await File.ReadAllBytesAsync(file.FullName);
            return seed;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<SeededPerson>> Plant(ServerSettings settings)
    {
        var options = new ServerOptions(
            ["http://127.0.0.1:0"], IsDevelopment: false, TestClock.Monday(), CheapHashes, log => log.ClearProviders());
        await using var app = await WebServer.Create(settings, options, CancellationToken.None);
        var tools = ActivatorUtilities.CreateInstance<SeedTools>(app.Services);
        return await ActivatorUtilities.CreateInstance<SeededPeople>(app.Services, tools).Plant(CancellationToken.None);
    }
}
