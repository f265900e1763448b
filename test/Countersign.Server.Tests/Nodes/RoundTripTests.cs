using Countersign.Server.Settings;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>
/// How often one request waits for PostgreSQL. Each wait costs what the way costs: nothing on one machine, a millisecond between two.
/// </summary>
public sealed class RoundTripTests
{
    // Who calls; the account and all about it, held; what is changed, with the commit.
    private const int Asked = 3;

    // The audit entries of all who came meanwhile are numbered together, and nobody waits for it.
    private const int Numbered = 2;

    [Fact]
    public async Task A_sign_in_by_an_apps_code_asks_three_times()
    {
        await using var at = await Counted();
        var grace = at.Server.As(at.Server.People.Grace);

        Assert.Equal(
            Asked + Numbered, await at.Fewest(at.Server.People.Grace.Phone.NextCode, code => grace.Post("/tfa/", new { code }), status: 200));
    }

    [Fact]
    public async Task A_wrong_code_asks_three_times()
    {
        await using var at = await Counted();
        var grace = at.Server.As(at.Server.People.Grace);

        Assert.Equal(
            Asked + Numbered, await at.Fewest(at.Server.People.Grace.Phone.WrongCode, code => grace.Post("/tfa/", new { code }), status: 400));
    }

    [Fact]
    public async Task The_status_asks_three_times()
    {
        await using var at = await Counted();
        var ada = at.Server.As(at.Server.People.Ada);

        // Who calls; how the account stands, at one moment; the end of that moment.
        Assert.Equal(3, await at.Fewest(() => "", _ => ada.Get("/tfa/status/"), status: 200));
    }

    private static async Task<CountedServer> Counted()
    {
        TwoNodes.SkipOnFile();
        var plain = await TestServer.Start();
        var database = plain.Services.GetRequiredService<ServerSettings>().Database!;
        var counter = new TurnCounter(database.Port);
        var server = await plain.StartBeside(own:
            ("DATABASE", $"postgres://{database.User}:{database.Password!.Reveal()}@127.0.0.1:{counter.Port}/{database.Database}"));
        return new(plain, server, counter);
    }

    private sealed class CountedServer(TestServer plain, TestServer server, TurnCounter counter) : IAsyncDisposable
    {
        public TestServer Server => server;

        // The first prepares its statements; what the server does of its own when time goes on is over before each is asked.
        public async Task<int> Fewest(Func<string> prepare, Func<string, Task<VastAnswer>> ask, int status)
        {
            var fewest = int.MaxValue;
            for (var time = 0; time < 4; time++)
            {
                var given = prepare();
                var before = await Quiet();
                Assert.Equal(status, (await ask(given)).Status);
                await server.Db.WhenClosed();
                fewest = Math.Min(fewest, counter.Turns - before);
            }

            return fewest;
        }

        private async Task<int> Quiet()
        {
            while (true)
            {
                var turns = counter.Turns;
                await Task.Delay(200);
                if (counter.Turns == turns) return turns;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            await plain.DisposeAsync();
            await counter.DisposeAsync();
        }
    }
}
