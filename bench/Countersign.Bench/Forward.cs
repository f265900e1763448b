using System.Diagnostics;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.TestKit;

namespace Countersign.Bench;

/// <summary>
/// A proxy asks about requests to an application: people who are signed in, each with a second factor, many requests each; and requests of
/// nobody. Beside it, turn by turn and by the same generator, the bare web server with the same headers, asked and answered. Every answer
/// is looked at.
/// </summary>
internal sealed class Forward : IAsyncDisposable
{
    private const int Connections = 16;
    private const int Runs = 3;

    // Turn by turn, so that what else the machine does meets all alike.
    private const int Turns = 20;
    private const string Host = "intra.example.org";
    private const string Origin = $"https://{Host}";

    private readonly List<string> carried = [];
    private readonly BenchServers servers;

    private Forward(BenchServers servers) => this.servers = servers;

    public static async Task Run(int people)
    {
        await using var bench = new Forward(await BenchServers.Make(("TRUSTED_PROXIES", "127.0.0.1")));
        await bench.Measure(people);
    }

    public ValueTask DisposeAsync() => servers.DisposeAsync();

    private async Task Measure(int people)
    {
        await Plant(people);
        var (floor, product) = (FreePort.Next(), FreePort.Next());
        var bareServer = await servers.Start(floor, "Countersign.Bench.dll", "floor", floor.ToString(CultureInfo.InvariantCulture));
        var server = await servers.Serve(product);
        for (var run = 0; run <= Runs; run++)
        {
            var (bare, known, nobody) = (Result.None, Result.None, Result.None);
            for (var turn = 0; turn < Turns; turn++)
            {
                bare += await Ask(bareServer, floor, 200, SaidOf);
                known += await Ask(server, product, 200, SaidOf);
                nobody += await Ask(server, product, 302, _ => SaidOf(null));
            }

            if (run == 0) continue;
            Report($"run {run}: bare web server", bare, bare);
            Report($"run {run}: somebody passes", known, bare);
            Report($"run {run}: nobody is led away", nobody, bare);
        }

        server.Refresh();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{people} people, {Connections} connections, {(servers.Database is null ? "SQLite" : "PostgreSQL")}; memory " +
                $"{server.WorkingSet64 >> 20} MiB"));
    }

    private static void Report(string what, Result result, Result bare) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-26} {result.Rate,7:F0}/s   {result.Work.TotalMicroseconds,4:F0} µs of processor   ratio {result.Rate / bare.Rate:F3}"));

    private string SaidOf(int n) => SaidOf(carried[n % carried.Count]);

    private static string SaidOf(string? pass) =>
        $"X-Forwarded-Method: GET\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: {Host}\r\nX-Forwarded-Uri: /a/page?with=this\r\n"
        + "X-Forwarded-For: 127.0.0.1\r\nAccept: text/html\r\n" + (pass is null ? "" : $"Cookie: __Host-countersign={pass}\r\n");

    private async Task<Result> Ask(Process server, int port, int wanted, Func<int, string> said)
    {
        var (next, count) = (-1, carried.Count);
        var (clock, worked) = (Stopwatch.StartNew(), ProcessorTime(server));
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var wire = new Wire(port);
            for (var n = Interlocked.Increment(ref next); n < count; n = Interlocked.Increment(ref next))
            {
                var status = await wire.Ask("GET /forward-auth", said(n));
                if (status != wanted) throw new InvalidOperationException($"Request {n} was answered {status}.");
            }
        }));
        return new(count, clock.Elapsed, ProcessorTime(server) - worked);
    }

    private static TimeSpan ProcessorTime(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private async Task Plant(int people)
    {
        await using var at = await servers.Open();
        var app = await at.Db.Write(AddApp, CancellationToken.None);
        for (var from = 0; from < people; from += 1000)
        {
            var first = from;
            await at.Db.Write(async tx =>
            {
                for (var n = first; n < Math.Min(first + 1000, people); n++) carried.Add(await Plant(tx, n, app, at));
            }, CancellationToken.None);
        }
    }

    private static Task<AppId> AddApp(Tx tx)
    {
        var app = new NewApp(
            "intra", "The intranet", AppKind.Proxy, [Origin], [], [], AppLevel.SecondFactor, null, AppAlgorithm.Es256, AsksConsent: false)
        {
            Paths = [new("/admin", AppLevel.SecondFactor, TimeSpan.FromMinutes(10)), new("/public", null, null)],
        };
        return AppStore.Add(tx, app, null);
    }

    private static async Task<string> Plant(Tx tx, int n, AppId app, Installation at)
    {
        var name = $"member{n}";
        if (!EmailAddress.TryParse($"{name}@example.org", out var email)) throw new InvalidOperationException("That is an address.");

        var id = (await AccountStore.TryAdd(tx, new(email, name, EmailVerifiedAt: tx.Now)))!.Value;
        await MethodStore.Add(tx, new(default, id, MethodKind.Totp, "", null, null, IsPrimary: true, -1, Guard.Clear, tx.Now, null, 1));
        var session = await SessionStore.AddNumbered(
            tx,
            new(default, id, SessionKind.Browser, new(tx.Now, ProofKind.Totp), "127.0.0.1", "bench", tx.Now, tx.Now,
                tx.Now + TimeSpan.FromDays(1), null),
            at.Tokens.UnderActive(Token.New(TokenKind.Session)));
        var grant = await AppGrantStore.Add(
            tx, (await AppStore.Find(tx, app))!, (await AccountStore.Find(tx, id))!, session, []);
        return at.Part<AppPasses>().Make(Origin, new AppPass(id, grant));
    }

    /// <param name="Worked">Processor time that the server took for all of them.</param>
    private sealed record Result(int Count, TimeSpan Lasted, TimeSpan Worked)
    {
        public static Result None { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero);

        public double Rate => Count / Lasted.TotalSeconds;

        public TimeSpan Work => Worked / Count;

        public static Result operator +(Result one, Result other) =>
            new(one.Count + other.Count, one.Lasted + other.Lasted, one.Worked + other.Worked);
    }
}
