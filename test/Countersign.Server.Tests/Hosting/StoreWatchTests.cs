using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

/// <summary>A database that fails is told once a minute, whoever meets it, and once when it is well again.</summary>
public sealed class StoreWatchTests
{
    private const string WellAgain = "The database does what it is asked again";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Store", "file")]
    public async Task A_database_that_cannot_be_written_is_told_once_a_minute()
    {
        await using var server = await TestServer.Start();
        await server.Db.Write(tx => tx.Query<long>($"PRAGMA query_only = 1"), Ct);
        for (var n = 0; n < 30; n++)
        {
            Assert.Equal(503, (await server.Stranger().Post("/users/login/", new { email = "ada", password = "wrong" })).Status);
            using var ready = await server.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
            server.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var errors = Errors(server);
        Assert.Equal(2, errors.Count);
        Assert.Contains(errors, line => line.Contains("cannot be written by the user", StringComparison.Ordinal));
        Assert.Contains(errors, line => line.Contains("Not ready: database", StringComparison.Ordinal));

        server.Clock.Advance(TimeSpan.FromSeconds(31));
        await server.Stranger().Post("/users/login/", new { email = "ada", password = "wrong" });
        Assert.True(server.Log.Events.Where(one => one.Name == "Fails").Sum(one => int.Parse(one["Failures"], null)) > 30);
        Assert.Equal(2, server.Log.Events.Count(one => one.Name == "Fails"));
    }

    [Fact]
    [Trait("Store", "file")]
    public async Task A_full_disk_is_not_over_because_a_change_that_writes_nothing_is_done()
    {
        await using var server = await TestServer.Start();
        await server.Db.Write(tx => tx.Query<long>($"PRAGMA max_page_count = 1"), Ct);
        while ((await TrySignIn(server)).Status != 503)
        {
            // It has a page left here and there.
        }

        var failed = server.Db.State.Failures;
        await ChangeNothing(server);
        while (server.Db.State.Failures == failed && Said(server, WellAgain) == 0) await Task.Yield();

        Assert.Equal(503, (await TrySignIn(server)).Status);
        Assert.Equal(0, Said(server, WellAgain));
        Assert.Contains("cannot grow, since its disk is full", Assert.Single(Errors(server)), StringComparison.Ordinal);
        using (var ready = await server.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct))
            Assert.Equal("not ready: database (the log says more)\n", await ready.Content.ReadAsStringAsync(Ct));

        await server.Db.Write(tx => tx.Query<long>($"PRAGMA max_page_count = 100000"), Ct);
        await server.Log.Line(WellAgain, Ct);
        Assert.NotEqual(503, (await TrySignIn(server)).Status);

        // What it says is true again at once, and not only after the minute of the last time.
        await server.Db.Write(tx => tx.Query<long>($"PRAGMA max_page_count = 1"), Ct);
        while ((await TrySignIn(server)).Status != 503)
        {
            // As before.
        }

        Assert.Equal(2, server.Log.Events.Count(one => one.Name == "Fails"));
    }

    [Fact]
    public async Task A_table_that_is_away_is_told_once_for_all_who_miss_it()
    {
        await using var server = await TestServer.Start();
        await server.Db.Write(tx => tx.Execute($"ALTER TABLE limits RENAME TO elsewhere"), Ct);

        for (var n = 0; n < 10; n++) await server.Stranger().Post("/users/login/", new { email = "ada", password = "wrong" });

        Assert.Contains("does not do what it is asked", Assert.Single(Errors(server)), StringComparison.Ordinal);
        await server.Db.Write(tx => tx.Execute($"ALTER TABLE elsewhere RENAME TO limits"), Ct);
        await server.Log.Line(WellAgain, Ct);
    }

    private static Task<VastAnswer> TrySignIn(TestServer server) =>
        server.Stranger().Post("/users/login/", new { email = $"{Guid.NewGuid()}@example.org", password = "wrong" });

    // Until it is done: one that shares its commit with a change of the server's own that finds no room fails with it.
    private static async Task ChangeNothing(TestServer server)
    {
        while (true)
        {
            try
            {
                await server.Db.Write(tx => tx.Execute($"UPDATE limits SET hits = 1 WHERE bucket = {"of nobody"}"), Ct);
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Yield();
            }
        }
    }

    private static int Said(TestServer server, string words) =>
        server.Log.Lines.Count(line => line.Contains(words, StringComparison.Ordinal));

    private static List<string> Errors(TestServer server) =>
        [.. server.Log.Lines.Where(line => line.StartsWith(LogLevel.Error.ToString(), StringComparison.Ordinal))];
}
