using Countersign.Server.Operators;
using Countersign.Server.Tests.Nodes;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Apps;

/// <summary>What is good once is good once, however many requests an application makes at the same moment.</summary>
public sealed class AppsRaces
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_who_make_one_person_known_make_one()
    {
        await using var server = await TestServer.Start();
        var app = await KeepingApp.Add(server);
        for (var round = 0; round < 3; round++)
        {
            var path = $"{KeepingApp.People}/person-{round}";
            var answers = await Crowd.AtOnce(_ => app.Caller.Send(HttpMethod.Put, path, new { }));

            Assert.All(answers, answer => Assert.True(answer.Status is 200 or 503, answer.ToString()));
            Assert.Contains(answers, answer => answer.Status == 200);
            Assert.Equal(round + 1, await server.Number($"SELECT count(*) FROM accounts WHERE outside_id IS NOT NULL"));
            Assert.Equal(
                round + 1,
                await server.Number($"SELECT count(*) FROM audit_log WHERE event = 'user_created' AND credential LIKE 'app:%'"));
        }
    }

    [Fact]
    public async Task A_code_of_an_app_is_good_once()
    {
        await using var server = await TestServer.Start();
        var ada = await (await KeepingApp.Add(server)).Keep("ada");
        var phone = (await ada.Enrol()).Phone;
        for (var round = 1; round <= 5; round++)
        {
            var code = phone.NextCode();
            Crowd.OneOf(await Crowd.AtOnce(_ => ada.Verify(code)), 403, "used_code");
            Assert.Equal(round, await server.Number($"SELECT count(*) FROM audit_log WHERE event = 'second_factor_verified'"));
        }
    }

    [Fact]
    public async Task A_recovery_code_is_good_once()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var ada = await (await KeepingApp.Add(server)).Keep("ada");
        var codes = (await ada.Enrol()).Codes;
        foreach (var code in codes.Take(3))
            Crowd.OneOf(await Crowd.AtOnce(16, _ => ada.Verify(code)), 403, "wrong_code");

        Assert.Equal(7, (await ada.Status()).Ok()["recovery_codes_left"].GetInt32());
    }

    [Fact]
    public async Task A_first_code_adds_one_factor_and_shows_one_set_of_recovery_codes()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var app = await KeepingApp.Add(server);
        for (var round = 0; round < 3; round++)
        {
            var ada = await app.Keep($"ada-{round}");
            var begun = (await ada.Post("factors/app")).Ok();
            var code = Phone.Scan(begun.Text("uri")!, server.Clock).NextCode();
            var answers = await Crowd.AtOnce(16, _ => ada.Post("factors/app/confirm", new { secret = begun.Secret, code }));

            var added = Assert.Single(answers, answer => answer.Status == 200);
            var status = (await ada.Status()).Ok();
            Assert.Equal((1, 10), (status["factors"].GetArrayLength(), status["recovery_codes_left"].GetInt32()));
            (await ada.Verify(added.Texts("recovery_codes")[0])).Ok();
        }
    }

    [Fact]
    public async Task Wrong_codes_are_counted_each()
    {
        await using var server = await TestServer.Start();
        var ada = await (await KeepingApp.Add(server)).Keep("ada");
        var phone = (await ada.Enrol()).Phone;

        var answers = await Crowd.AtOnce(_ => ada.Verify(phone.WrongCode()));

        Assert.Equal(5, answers.Count(403, "wrong_code"));
        Assert.Equal(answers.Count - 5, answers.Count(429, "locked") + answers.Count(503));
    }

    [Fact]
    public async Task Nobody_is_left_of_an_application_that_is_removed_while_it_makes_people_known()
    {
        await using var server = await TestServer.Start();
        for (var round = 0; round < 3; round++)
        {
            var app = await KeepingApp.Add(server);
            var removing = Task.CompletedTask;
            var answers = await Crowd.AtOnce(async n =>
            {
                if (n == 20) removing = server.Services.GetRequiredService<RemoveApp>().Run("olga", "shop", Ct);
                return await app.Caller.Send(HttpMethod.Put, $"{KeepingApp.People}/person-{n}", new { });
            });
            await removing;

            Assert.All(answers, answer => Assert.True(answer.Status is 200 or 401 or 404 or 503, answer.ToString()));
            Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE outside_id IS NOT NULL"));
        }
    }

    [Fact]
    public async Task A_code_at_two_servers_is_good_once_and_a_removed_application_stops_at_both()
    {
        await using var nodes = await TwoNodes.Start();
        var one = await (await KeepingApp.Add(nodes.One)).Keep("ada");
        var other = one with { App = one.App with { Server = nodes.Other } };
        var phone = (await one.Enrol()).Phone;
        for (var round = 0; round < 3; round++)
        {
            var code = phone.NextCode();
            Crowd.OneOf(await Crowd.AtOnce(n => n % 2 == 0 ? one.Verify(code) : other.Verify(code)), 403, "used_code");
        }

        Assert.True(await nodes.One.Services.GetRequiredService<RemoveApp>().Run("olga", "shop", Ct));
        Assert.Equal(401, (await other.Status()).Status);
        Assert.Equal(401, (await one.Status()).Status);
    }
}
