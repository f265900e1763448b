using Countersign.Server.Tests.Nodes;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>Two server processes on one database file: a code is good once, and a guess counts, whichever node it came to.</summary>
public sealed class TwoNodeRaces
{
    private const int Rounds = 20;

    [Fact]
    public async Task Codes_are_good_once_and_guesses_count_over_both_nodes()
    {
        TwoNodes.SkipOnFile(); // On a SQLite file one server works alone.
        await using var server = await TestServer.Start(
            TestClock.Now(),
            [.. Crowd.WithRoom, ("FAILURES_SHORT", "1000/24h"), ("FAILURES_LONG", "1000/30d")]);
        var apps = await server.PlantApps(server.People.Grace, 2 * Rounds);
        await using var one = await server.StartProcess();
        await using var other = await server.StartProcess();
        VastCaller Node(int n, TestPerson person) => (n % 2 == 0 ? one : other).With(person.ApiKey);

        for (var round = 0; round < Rounds; round++)
        {
            await OneRightCode(server, round, apps[round], Node);
            await FiveWrongCodes(server.People.Grace, apps[Rounds + round], Node);
            await OneBackupCode(server, round, Node);
        }

        Assert.Equal(Rounds / 2, await SpentCodes(server, "grace"));
        Assert.Equal(Rounds / 2, await SpentCodes(server, "linus"));
    }

    private static async Task OneRightCode(TestServer server, int round, (long Id, string Key) app, Func<int, TestPerson, VastCaller> node)
    {
        var grace = server.People.Grace;
        var before = await server.SessionsOf(grace);
        var code = Now(app.Key).Code();
        var answers = await Crowd.AtOnce(n => node(n, grace).Post("/tfa/", new { tfa_method = "totp", tfa_method_id = app.Id, code }));

        Crowd.OneOf(answers, 400, "2fa_verification_failed");
        Assert.True(before + 1 == await server.SessionsOf(grace), $"Round {round}: not one session more.");
    }

    private static async Task FiveWrongCodes(TestPerson grace, (long Id, string Key) app, Func<int, TestPerson, VastCaller> node)
    {
        var code = Now(app.Key).WrongCode();
        var answers = await Crowd.AtOnce(n => node(n, grace).Post("/tfa/", new { tfa_method = "totp", tfa_method_id = app.Id, code }));

        Assert.Equal(5, answers.Count(400, "2fa_verification_failed"));
        Assert.Equal(Crowd.Size - 5, answers.Count(429, "tfa_locked"));
    }

    private static async Task OneBackupCode(TestServer server, int round, Func<int, TestPerson, VastCaller> node)
    {
        var person = round % 2 == 0 ? server.People.Grace : server.People.Linus;
        var code = person.BackupCodes[round / 2];
        var answers = await Crowd.AtOnce(n => node(n, person).Post("/tfa/", new { backup_code = code }));

        Crowd.OneOf(answers, 401, "invalid_backup_code");
    }

    private static Phone Now(string key) => Phone.Type(key, TestClock.Now());

    private static Task<long> SpentCodes(TestServer server, string name) => server.Number($"""
        SELECT count(*) FROM backup_codes JOIN accounts ON accounts.id = account_id WHERE username = {name} AND used_at IS NOT NULL
        """);
}
