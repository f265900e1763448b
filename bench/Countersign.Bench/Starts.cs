using System.Diagnostics;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.TestKit;

namespace Countersign.Bench;

/// <summary>How long the server takes from its start to ready on a database that is there, beside the bare web server, in turn.</summary>
internal static class Starts
{
    private const int Rounds = 7;

    public static async Task Run(int accounts)
    {
        await using var servers = await BenchServers.Make();
        await Plant(servers, accounts);
        using var http = new HttpClient();
        var (ours, bare) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await Measure(http, "api/v0/tfa/status/", port =>
                servers.Begin("Countersign.Bench.dll", "floor", port.ToString(CultureInfo.InvariantCulture))));
            ours.Add(await Measure(http, "readyz", port => servers.Begin(
                BenchServers.Product, "serve", "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"))));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{accounts} accounts: ready after {Middle(ours)} ms (fastest {Fastest(ours)}), the bare web server after {Middle(bare)} ms " +
                $"(fastest {Fastest(bare)})"));
    }

    private static async Task<TimeSpan> Measure(HttpClient http, string path, Func<int, Process> begin)
    {
        var port = FreePort.Next();
        var clock = Stopwatch.StartNew();
        var process = begin(port);
        while (!await IsReady(http, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{path}")))
        {
            if (process.HasExited) throw new InvalidOperationException("It ended before it was ready.");
            await Task.Delay(5);
        }

        var taken = clock.Elapsed;
        process.Kill();
        await process.WaitForExitAsync();
        return taken;
    }

    private static async Task<bool> IsReady(HttpClient http, string address)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(address));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task Plant(BenchServers servers, int accounts)
    {
        await using var at = await servers.Open();
        for (var from = 0; from < accounts; from += 1000)
        {
            var first = from;
            await at.Db.Write(async tx =>
            {
                for (var n = first; n < Math.Min(first + 1000, accounts); n++)
                {
                    var name = string.Create(CultureInfo.InvariantCulture, $"member{n}");
                    if (EmailAddress.TryParse($"{name}@example.org", out var email)) await AccountStore.TryAdd(tx, new(email, name));
                }
            }, CancellationToken.None);
        }
    }

    private static int Middle(List<TimeSpan> taken) => (int)taken.Order().ElementAt(taken.Count / 2).TotalMilliseconds;

    private static int Fastest(List<TimeSpan> taken) => (int)taken.Min().TotalMilliseconds;
}
