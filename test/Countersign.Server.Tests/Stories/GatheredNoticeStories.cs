using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Nobody buries the news that matters under hundreds of others, and none is lost.</summary>
public sealed class GatheredNoticeStories
{
    private const string Made = "API key was made";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task The_first_goes_out_at_once_and_what_follows_in_one_more_mail()
    {
        await using var server = await TestServer.Start();
        await MakeKeys(server, 13);

        await server.NextNotice(server.People.Ada, Made);
        Assert.Equal(2, await Notices(server));
        Assert.Equal(1, await Notices(server, "waiting"));

        server.Clock.Advance(Window + TimeSpan.FromSeconds(5));
        var digest = await server.NextNotice(server.People.Ada, "12 more times");
        Assert.Contains("12 more times since our last e-mail", digest.Text, StringComparison.Ordinal);
        Assert.Contains("key 12", digest.Text, StringComparison.Ordinal);
        Assert.Equal(2, await Notices(server));
    }

    [Fact]
    public async Task What_is_gathered_survives_a_restart()
    {
        await using var server = await TestServer.Start();
        await MakeKeys(server, 3);

        await server.Restart();
        server.Clock.Advance(Window + TimeSpan.FromMinutes(1));

        await server.NextNotice(server.People.Ada, "2 more times");
    }

    [Fact]
    public async Task After_a_while_the_next_one_goes_out_at_once_again()
    {
        await using var server = await TestServer.Start();
        await MakeKeys(server, 1);
        server.Clock.Advance(Window);
        await MakeKeys(server, 1);

        Assert.Equal(2, await Notices(server));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM outbox WHERE gathers IS NOT NULL"));
    }

    [Fact]
    public async Task Another_kind_and_another_person_are_told_at_once()
    {
        await using var server = await TestServer.Start();
        await MakeKeys(server, 5);
        (await (await server.LoggedIn(server.People.Grace)).Post("/auth/apikeys/", new { name = "hers" })).Ok();
        await server.NextNotice(server.People.Grace, Made);

        await server.Authorize(server.As(server.People.Ada), server.People.Ada);
        await server.AddApp(server.As(server.People.Ada));
        await server.NextNotice(server.People.Ada, "is on");
    }

    [Fact]
    public async Task Of_a_crowd_each_is_counted()
    {
        await using var server = await TestServer.Start();
        await Crowd.AtOnce(n => server.As(server.People.Ada).Post("/auth/apikeys/", new { name = $"key {n}" }));

        server.Clock.Advance(Window + TimeSpan.FromSeconds(5));

        await server.NextNotice(server.People.Ada, $"{Crowd.Size - 1} more times");
    }

    [Fact]
    public async Task An_operator_may_have_each_told_by_itself()
    {
        await using var server = await TestServer.Start(("NOTICE_WINDOW", "0s"));
        await MakeKeys(server, 4);

        Assert.Equal(4, await Notices(server));
    }

    [Fact]
    public async Task One_caller_has_a_few_codes_open_and_the_youngest_of_them_works()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var session = await server.LoggedIn(grace);
        var secret = "";
        for (var n = 0; n < 20; n++)
            secret = (await session.Post("/tfa/authorize-new-method/", new { tfa_method = "totp" })).Ok().Secret;

        Assert.Equal(5, await server.Number($"SELECT count(*) FROM challenges WHERE purpose = 'authorize'"));
        (await session.Put("/tfa/authorize-new-method/", new { code = grace.Phone.NextCode(), secret })).Ok();
    }

    [Fact]
    public async Task Whoever_knows_the_password_elsewhere_pushes_nobodys_sign_in_out()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var browser = server.Stranger();
        var secret = (await browser.Password(grace)).Ok().Secret;

        for (var n = 0; n < 20; n++)
            await server.Verb<CheckPassword>().Run(
                grace.Email, TestPerson.Password, SessionKind.Browser, null, PageVerbSteps.Here, TestContext.Current.CancellationToken);

        Assert.Equal(6, await server.Number($"SELECT count(*) FROM challenges WHERE purpose = 'log_in' AND ended_at IS NULL"));
        (await browser.Post("/tfa/", new { tfa_method = "totp", secret, code = grace.Phone.NextCode() })).Ok();
    }

    private static async Task MakeKeys(TestServer server, int keys)
    {
        for (var n = 0; n < keys; n++) (await server.As(server.People.Ada).Post("/auth/apikeys/", new { name = $"key {n}" })).Ok();
    }

    private static Task<long> Notices(TestServer server) => server.Number($"SELECT count(*) FROM outbox WHERE kind = 'notice'");

    private static Task<long> Notices(TestServer server, string state) =>
        server.Number($"SELECT count(*) FROM outbox WHERE kind = 'notice' AND gathers IS NOT NULL AND state = {state}");
}
