using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>The code of an allowed program in the hands of a crowd.</summary>
public sealed class ProgramRaces
{
    [Fact]
    public async Task A_code_gives_one_session_however_many_come_with_it()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(server.People.Grace);
        for (var round = 1; round <= 5; round++)
        {
            var program = new AskingTestProgram();
            var code = await browser.Allow(program);

            var answers = await Crowd.AtOnce(_ => server.Fetch(program, code));

            Crowd.OneOf(answers, 400, "challenge_not_found");
            Assert.Equal(round, await server.Number($"SELECT count(*) FROM sessions WHERE kind = 'bearer'"));
            Assert.Equal(round, await server.AuditedOf(server.People.Grace, "authn_login_success", "allowed_at_page"));
        }
    }

    [Fact]
    public async Task A_code_and_the_end_of_what_allowed_it_at_the_same_instant_leave_no_session_behind()
    {
        await using var server = await TestServer.Start();
        for (var round = 0; round < 5; round++)
        {
            var program = new AskingTestProgram();
            var browser = await server.Browser(server.People.Ada);
            var code = await browser.Allow(program);
            var freezing = browser.Submit(await browser.Open("/account/activity/not-me"), "/account/activity/not-me");
            var fetched = await Crowd.AtOnce(16, _ => server.Fetch(program, code));
            await freezing;

            // Whoever was first: what opened before was ended by it, what came after got nothing.
            Assert.InRange(fetched.Count(200), 0, 1);
            Assert.Equal(0, await server.Number($"SELECT count(*) FROM sessions WHERE kind = 'bearer' AND ended_at IS NULL"));
            await server.Db.Write(tx => tx.Execute($"DELETE FROM account_marks"), TestContext.Current.CancellationToken);
        }
    }
}
