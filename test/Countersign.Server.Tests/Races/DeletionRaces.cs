using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>An account's end, asked for and called off by a crowd, and beside the sweep that carries it out.</summary>
public sealed class DeletionRaces
{
    [Fact]
    public async Task However_many_ask_at_once_it_is_asked_for_once_and_told_once()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var barbara = server.People.Barbara;
        var session = await server.LoggedIn(barbara);
        var apps = await server.PlantApps(barbara, 8);
        var codes = apps.Select(app => new { app.Id, Code = CodeOf(server, app.Key) }).ToList();

        var answers = await Crowd.AtOnce(codes.Count, n => session.Post(
            "/users/current/deletion/", new { name = "barbara", tfa_method = "totp", tfa_method_id = codes[n].Id, code = codes[n].Code }));

        Crowd.OneOf(answers, 400, "invalid_params");
        Assert.Equal(1, await server.AuditedOf(barbara, "account_delete_asked", "success"));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM deletions"));
    }

    [Fact]
    public async Task However_many_call_it_off_at_once_it_is_called_off_once()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var session = await server.LoggedIn(grace);
        (await DeletionStories.Ask(server, session, grace)).Ok();

        var answers = await Crowd.AtOnce(_ => session.Delete("/users/current/deletion/"));

        Crowd.OneOf(answers, 404, "not_found");
        Assert.Equal(1, await server.AuditedOf(grace, "account_delete_called_off", "success"));
    }

    [Fact]
    public async Task Of_the_sweep_and_a_call_to_stop_one_comes_first_and_the_other_finds_nothing()
    {
        for (var round = 0; round < 4; round++)
        {
            await using var server = await TestServer.Start();
            var nina = await server.Add("nina");
            var id = await server.IdOf(nina);
            (await server.As(nina).Post("/users/current/deletion/", new { name = "nina", password = TestPerson.Password })).Ok();
            await server.AllSent();
            server.Clock.Advance(TimeSpan.FromHours(72));

            var sweeps = Enumerable.Range(0, 4).Select(_ => Task.Run(() => DeletionStories.CarryOut(server))).ToList();
            var answers = await Crowd.AtOnce(16, _ => server.As(nina).Delete("/users/current/deletion/"));
            await Task.WhenAll(sweeps);

            var isGone = await server.Number($"SELECT count(*) FROM accounts WHERE id = {id}") == 0;
            Assert.Equal(isGone ? 0 : 1, answers.Count(200));
            Assert.Equal(
                isGone ? 1 : 0, await server.Number($"SELECT count(*) FROM audit_log WHERE account_id = {id} AND event = 'user_deleted'"));
            Assert.Equal(0, await server.Number($"SELECT count(*) FROM deletions"));
            await server.BothChainsHold();
        }
    }

    private static string CodeOf(TestServer server, string key) => Phone.Type(key, server.Clock).NextCode();
}
