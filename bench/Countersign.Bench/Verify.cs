using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Npgsql;

namespace Countersign.Bench;

/// <summary>
/// Second factors verified through HTTP: an API key and an app's code buy a session, on the disk before the answer. Beside it, in the same
/// run and by the same generator: the bare web server, and on PostgreSQL bare commits of one changed row. Each is a process of its own;
/// every account has one code for each run, every code is used once, and every answer is looked at.
/// </summary>
internal sealed class Verify : IAsyncDisposable
{
    private const int Connections = 16;
    private const int Runs = 3;

    // However many accounts there are: so many of them sign in, evenly spread over all.
    private const int MostPeople = 20_000;

    private readonly List<Person> people = [];
    private readonly BenchServers servers;

    private Verify(BenchServers servers) => this.servers = servers;

    public static async Task Run(int accounts)
    {
        await using var bench = new Verify(await BenchServers.Make());
        await bench.Measure(accounts);
    }

    public ValueTask DisposeAsync() => servers.DisposeAsync();

    private async Task Measure(int accounts)
    {
        await Plant(accounts);
        var (floor, product) = (FreePort.Next(), FreePort.Next());
        var bareServer = await servers.Start(floor, "Countersign.Bench.dll", "floor", floor.ToString(CultureInfo.InvariantCulture));
        var server = await servers.Serve(product);

        // Both are warm before anything is measured.
        await Crowd(bareServer, floor, people.Count, (wire, person) => wire.Ask("POST /api/v0/tfa/", person.Key, person.Body()));
        await Crowd(server, product, Math.Min(people.Count, 4000), (wire, person) => wire.Ask("POST /api/v0/tfa/", person.Key, person.NextBody()));
        for (var run = 1; run <= Runs; run++)
        {
            var bare = await Crowd(bareServer, floor, people.Count, (wire, person) => wire.Ask("POST /api/v0/tfa/", person.Key, person.Body()));
            await NewCodes();
            var ours = await Crowd(server, product, people.Count, (wire, person) => wire.Ask("POST /api/v0/tfa/", person.Key, person.NextBody()));
            Report($"run {run}: verify", ours, "bare web server", bare);
            if (servers.Database is not null) Report($"run {run}: verify", ours, "bare commits", await Commits());

            var status = await Crowd(server, product, people.Count, (wire, person) => wire.Ask("GET /api/v0/tfa/status/", person.Key, null));
            Report($"run {run}: status", status, "bare web server", bare);
        }

        server.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{accounts} accounts, {Connections} connections, {(servers.Database is null ? "SQLite" : "PostgreSQL")}; memory " +
                $"{server.WorkingSet64 >> 20} MiB"));
    }

    // A short run is over before the apps show other codes.
    private async Task NewCodes()
    {
        while (people.Exists(person => person.Step > Totp.StepAt(DateTimeOffset.UtcNow))) await Task.Delay(TimeSpan.FromSeconds(1));
    }

    private static void Report(string what, Result ours, string beside, Result other) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-16} {ours.Rate,7:F0}/s   p50 {ours.At(0.5),5:F1} ms   p99 {ours.At(0.99),5:F1} ms   {ours.Work.TotalMicroseconds,4:F0} µs of processor   {beside} {other.Rate,7:F0}/s   " +
            $"ratio {ours.Rate / other.Rate:F3}"));

    private async Task Plant(int accounts)
    {
        await using var at = await servers.Open();
        var apart = Math.Max(accounts / MostPeople, 1);
        for (var from = 0; from < accounts; from += 1000)
        {
            var first = from;
            await at.Db.Write(async tx =>
            {
                for (var n = first; n < Math.Min(first + 1000, accounts); n++)
                {
                    var planted = await Plant(tx, n, at.Tokens, at.Box);
                    if (n % apart == 0) people.Add(planted);
                }
            }, CancellationToken.None);
        }
    }

    private static async Task<Person> Plant(Tx tx, int n, TokenHash tokens, SecretBox box)
    {
        var (name, token, key) = ($"member{n}", Token.New(TokenKind.ApiKey), RandomNumberGenerator.GetBytes(20));
        if (!EmailAddress.TryParse($"{name}@example.org", out var email)) throw new InvalidOperationException("That is an address.");

        var account = (await AccountStore.TryAdd(tx, new(email, name, EmailVerifiedAt: tx.Now)))!.Value;
        await ApiKeyStore.Add(tx, account, "bench", token, tokens.UnderActive(token), ApiKeyRights.Everything, byOperator: true);
        var id = await MethodStore.Add(
            tx, new(default, account, MethodKind.Totp, "", null, null, IsPrimary: true, -1, Guard.Clear, tx.Now, null, 1));
        await MethodStore.SetKey(tx, id, box.Seal(key, MethodKeys.PlaceOf(account, id)));
        return new(token.Reveal(), key);
    }

    private async Task<Result> Crowd(Process server, int port, int count, Func<Wire, Person, Task<int>> ask)
    {
        var (next, waits) = (-1, new double[count]);
        var (clock, worked) = (Stopwatch.StartNew(), ProcessorTime(server));
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var wire = new Wire(port);
            for (var n = Interlocked.Increment(ref next); n < count; n = Interlocked.Increment(ref next))
            {
                var asked = Stopwatch.GetTimestamp();
                var status = await ask(wire, people[n]);
                waits[n] = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
                if (status != 200) throw new InvalidOperationException($"Account {n} was answered {status}.");
            }
        }));
        return new(count / clock.Elapsed.TotalSeconds, waits, (ProcessorTime(server) - worked) / count);
    }

    // What PostgreSQL gives on this machine to as many connections that change one row of their own and commit.
    private async Task<Result> Commits()
    {
        await using var source = NpgsqlDataSource.Create(
            PostgresAddress.Of(servers.Settings.Database!, Connections, caFile: null).ConnectionString);
        await Act(source, "CREATE TABLE IF NOT EXISTS bare (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)");
        await Act(source, $"INSERT INTO bare SELECT i, 0 FROM generate_series(1, {Connections}) i ON CONFLICT DO NOTHING");
        var (each, waits) = (1000, new List<double>());
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(1, Connections).Select(async row =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var command = new NpgsqlCommand($"UPDATE bare SET n = n + 1 WHERE id = {row}", connection);
            await command.PrepareAsync();
            for (var n = 0; n < each; n++) await command.ExecuteNonQueryAsync();
        }));
        waits.Add(0);
        return new(Connections * each / clock.Elapsed.TotalSeconds, [.. waits]);
    }

    private static async Task Act(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static TimeSpan ProcessorTime(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private sealed class Result(double rate, double[] waits, TimeSpan work = default)
    {
        private readonly double[] sorted = [.. waits.Order()];

        public double Rate => rate;

        /// <summary>Processor time that the server took for each.</summary>
        public TimeSpan Work => work;

        public double At(double part) => sorted[(int)((sorted.Length - 1) * part)];
    }

    // Codes of this step and the next are good for long enough: each is used once, and they never go back.
    private sealed class Person(string key, byte[] secret)
    {
        public string Key => key;

        public long Step { get; private set; }

        public string Body() => BodyOf(1);

        public string NextBody()
        {
            Step = Math.Max(Step + 1, Totp.StepAt(DateTimeOffset.UtcNow));
            return BodyOf(Step);
        }

        private string BodyOf(long at) => $$"""{"code":"{{Totp.CodeAt(secret, at).Reveal()}}"}""";
    }
}
