using System.Diagnostics;
using System.Globalization;
using Countersign.TestKit;

namespace Countersign.Bench;

/// <summary>
/// Sign-ins with an app's code through HTTP on a real database, first one after the other (each then has a commit and a
/// flush to itself), then by a crowd whose transactions share them. Bounded: people x rounds sign-ins either way.
/// </summary>
internal static class Logins
{
    private const int People = 64;

    public static async Task Run(int rounds)
    {
        await using var server = await TestServer.Start();
        var crowd = await Crowd.Plant(server, People);
        await Crowd.Round(server, crowd, callers: People);

        await Report(server, crowd, rounds, "one at a time", callers: 1);
        await Report(server, crowd, rounds, $"{People} at once", callers: People);
    }

    private static async Task Report(TestServer server, IReadOnlyList<Member> crowd, int rounds, string name, int callers)
    {
        var waits = new List<TimeSpan>();
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < rounds; round++) waits.AddRange(await Crowd.Round(server, crowd, callers));

        waits.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-14} {waits.Count / clock.Elapsed.TotalSeconds,7:F0} sign-ins/s   p50 {waits[waits.Count / 2].TotalMilliseconds,6:F1} ms   p99 {waits[waits.Count * 99 / 100].TotalMilliseconds,6:F1} ms"));
    }
}
