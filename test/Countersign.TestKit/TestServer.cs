using Countersign.Server.Composition;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Countersign.TestKit;

/// <summary>
/// The real server on a real port, with a SQLite file in a folder of its own, real mail and SMS servers on loopback, the
/// people of the tests in it, and a clock that stands still. Only slow hashes are made fast.
/// </summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly TestServer? first;
    private readonly (string Name, string Value)[] settings;
    private WebApplication app = null!;
    private TestServer? beside;
    private string? database;

    private TestServer(FakeTimeProvider clock, Inbox inbox, (string Name, string Value)[] settings, TestServer? first)
    {
        (Clock, Inbox, this.settings, this.first) = (clock, inbox, settings, first);
        folder = first?.folder ?? Directory.CreateTempSubdirectory("countersign-test-");
        Http = new(new Spread(() => beside is null ? [Url] : [Url, beside.Url])) { BaseAddress = new(Url) };
    }

    /// <summary>Its own address.</summary>
    public string Url { get; } = $"http://127.0.0.1:{FreePort.Next()}";

    /// <summary>Where people open its pages, where a test gave it a name with its port left open (<see cref="Named"/>).</summary>
    public string Pages => settings.Contains(Named) ? $"http://localhost:{new Uri(Url).Port}" : Url;

    /// <summary>The setting of a server that is reached by a name, which passkeys need.</summary>
    public static (string Name, string Value) Named => ("BASE_URL", $"http://localhost:{TestSettings.OwnPort}");

    /// <summary>The server's time.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>Every message the server sent.</summary>
    public Inbox Inbox { get; }

    /// <summary>Everything it logged, before it is cleaned.</summary>
    public LogKeeper Log { get; } = new();

    /// <summary>
    /// To its address; it keeps no cookies and follows no redirects. Of two nodes (<see cref="TestDatabases.Nodes"/>) each request goes to
    /// the other one than the last, as behind a proxy that knows nothing of sessions.
    /// </summary>
    public HttpClient Http { get; }

    /// <summary>Who is in it.</summary>
    public required TestPeople People { get; init; }

    /// <summary>Whether its messages end in its own inbox.</summary>
    public bool IsDevelopment { get; private init; }

    /// <summary>Its parts.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Its database.</summary>
    public Db Db => Services.GetRequiredService<Db>();

    /// <summary>The folder of its database and keys.</summary>
    public string Folder => folder.FullName;

    /// <summary>
    /// Starts one, with settings such as <c>("EMAIL_CODES", "off")</c>; their names are those of docs/operate.md without the prefix.
    /// </summary>
    public static Task<TestServer> Start(params (string Name, string Value)[] settings) => Start(TestClock.Monday(), settings);

    /// <summary>Starts one that begins at a time of the test's choice.</summary>
    public static Task<TestServer> Start(FakeTimeProvider clock, params (string Name, string Value)[] settings) =>
        Start(clock, isDevelopment: false, settings);

    /// <summary>Starts one as <c>dev</c> does: its messages end in its own inbox, and not in <see cref="Inbox"/>.</summary>
    public static Task<TestServer> StartDevelopment(params (string Name, string Value)[] settings) =>
        Start(TestClock.Monday(), isDevelopment: true, settings);

    private static async Task<TestServer> Start(FakeTimeProvider clock, bool isDevelopment, (string Name, string Value)[] settings)
    {
        var seed = await SeedFolder.Made;
        var inbox = await Inbox.Start();
        inbox.Smtp.OffersTls = false;
        var server = new TestServer(clock, inbox, settings, first: null)
        {
            IsDevelopment = isDevelopment,
            People = TestPeople.Of(seed.People, clock),
        };
        server.database = await seed.WriteTo(server.Folder);
        await server.Open();
        if (TestDatabases.Nodes > 1) server.beside = await server.StartBeside();
        return server;
    }

    /// <summary>
    /// Another server on the same data in this process, as behind one proxy: with the same settings and the same people.
    /// </summary>
    /// <param name="clock">Its time; null: that of this one.</param>
    /// <param name="own">Settings that it has otherwise.</param>
    public async Task<TestServer> StartBeside(FakeTimeProvider? clock = null, params (string Name, string Value)[] own)
    {
        // A port has room for one.
        var shared = settings.Where(each => each.Name != "RADIUS");
        var other = new TestServer(clock ?? Clock, Inbox, [.. shared, .. own], this)
        {
            IsDevelopment = IsDevelopment,
            People = People,
            database = database,
        };
        await other.Open();
        return other;
    }

    /// <summary>A client that presents this key.</summary>
    public VastCaller With(string key) => new(Http, key);

    /// <summary>A client that presents this person's API key.</summary>
    public VastCaller As(TestPerson person) => With(person.ApiKey);

    /// <summary>A client that presents nothing; a browser, once it has a cookie.</summary>
    public VastCaller Stranger() => new(Http);

    /// <summary>A browser that nobody is signed in at.</summary>
    public PageVisitor Browser() => new(Http);

    /// <summary>A browser at which this person is signed in through the pages.</summary>
    public async Task<PageVisitor> Browser(TestPerson person)
    {
        var browser = Browser();
        await browser.SignIn(person);
        return browser;
    }

    /// <summary>Stops the server and starts it again on the same folder and port.</summary>
    public Task Restart() => Restart(() => Task.CompletedTask);

    /// <summary>The same, with something done while this server has nothing open.</summary>
    public async Task Restart(Func<Task> meanwhile)
    {
        if (beside is not null) await beside.Close();
        await Close();
        await meanwhile();
        await Open();
        if (beside is not null) await beside.Open();
    }

    /// <summary>
    /// Another server on the same data, as behind one proxy, in a process of its own, started in the folder of that data, and on the
    /// machine's own clock.
    /// </summary>
    /// <param name="own">Settings that it has otherwise.</param>
    public Task<ServerProcess> StartProcess(params (string Name, string Value)[] own)
    {
        return StartProcess($"http://127.0.0.1:{FreePort.Next()}", own);
    }

    /// <summary>The same at an address of the test's choice, as behind a proxy that knows it.</summary>
    public Task<ServerProcess> StartProcess(string url, (string Name, string Value)[] own)
    {
        return ServerProcess.Start(url, TestSettings.Variables(Folder, database, Home, Inbox, [.. settings, .. own]), Folder);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (beside is not null) await beside.DisposeAsync();
        await Close();
        if (first is not null) return;

        await Inbox.DisposeAsync();
        await TestDatabases.Drop(database);
        folder.Delete(recursive: true);
    }

    // Where people reach all of them.
    private string Home => first?.Url ?? Url;

    private async Task Open()
    {
        var settings = TestSettings.Read(TestSettings.Variables(Folder, database, Home, Inbox, this.settings));
        var options = new ServerOptions([Url], IsDevelopment, Clock, SeedFolder.CheapHashes, Keep);
        app = await WebServer.Create(settings, options, CancellationToken.None);
        await app.StartAsync();
        if (database is not null && first is not null) await TestDatabases.Heard(database, nodes: 2);
    }

    private void Keep(ILoggingBuilder logging) => logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace);

    private async Task Close()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
