using System.Net;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Apps;

/// <summary>The phones of an application's people: codes by text message, within the budgets that hold everywhere.</summary>
public sealed class AppsSmsStories
{
    private const string Number = "+14165550177";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_enrols_a_phone_and_gets_in_by_a_code_that_is_sent_to_it()
    {
        await using var server = await TestServer.Start();
        var ada = await (await KeepingApp.Add(server)).Keep("ada");

        Assert.Equal("no_factor", (await ada.Post("send")).Expect(HttpStatusCode.Conflict).Error);
        var begun = (await ada.Post("factors/sms", new { number = "+1 (416) 555-0177" })).Ok();
        Assert.DoesNotContain(Number, begun.Raw, StringComparison.Ordinal);
        var challenge = begun.Text("challenge");
        var first = (await server.Inbox.Next(Number, Ct)).Code;
        var wrong = await ada.Post("factors/sms/confirm", new { challenge, code = first.Other() });
        Assert.Equal("wrong_code", wrong.Expect(HttpStatusCode.Forbidden).Error);
        Assert.Equal("no_factor", (await ada.Post("verify", new { challenge, code = first })).Error);
        var added = (await ada.Post("factors/sms/confirm", new { challenge, code = first })).Ok();
        Assert.Equal(10, added.Texts("recovery_codes").Count);
        Assert.NotEqual(200, (await ada.Post("factors/sms/confirm", new { challenge, code = first })).Status);

        server.Clock.Advance(TimeSpan.FromSeconds(31));
        var sent = (await ada.Post("send")).Ok();
        var code = (await server.Inbox.Next(Number, Ct)).Code;
        Assert.Equal("too_many_requests", (await ada.Post("send")).Expect(HttpStatusCode.TooManyRequests).Error);
        var verified = (await ada.Post("verify", new { challenge = sent.Text("challenge"), code })).Ok();
        Assert.Equal(("sms", added["factor"].GetInt64()), (verified.Text("by"), verified["factor"].GetInt64()));
        var again = await ada.Post("verify", new { challenge = sent.Text("challenge"), code });
        Assert.Equal("expired", again.Expect(HttpStatusCode.Gone).Error);
        Assert.DoesNotContain(Number, (await ada.Status()).Ok().Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_was_sent_is_good_for_its_person_and_with_what_came_back_for_it_alone()
    {
        await using var server = await TestServer.Start();
        var app = await KeepingApp.Add(server);
        var (ada, eve) = (await app.Keep("ada"), await app.Keep("eve"));
        await Enrol(ada, Number);
        await Enrol(eve, "+14165550178");
        server.Clock.Advance(TimeSpan.FromSeconds(31));
        var sent = (await ada.Post("send")).Ok();
        var code = (await server.Inbox.Next(Number, Ct)).Code;

        Assert.Equal("expired", (await eve.Post("verify", new { challenge = sent.Text("challenge"), code })).Error);
        Assert.Equal("expired", (await ada.Post("verify", new { challenge = "nothing", code })).Error);
        Assert.Equal("no_factor", (await ada.Verify(code)).Error);
        server.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("expired", (await ada.Post("verify", new { challenge = sent.Text("challenge"), code })).Error);
    }

    [Fact]
    public async Task A_further_factor_and_its_removal_are_told_to_nobody_by_us()
    {
        await using var server = await TestServer.Start();
        var ada = await (await KeepingApp.Add(server)).Keep("ada");
        await Enrol(ada, Number);
        server.Clock.Advance(TimeSpan.FromSeconds(31));
        var sent = (await ada.Post("send")).Ok();
        var code = (await server.Inbox.Next(Number, Ct)).Code;
        var before = await server.Number($"SELECT count(*) FROM outbox");

        var begun = (await ada.Post("factors/app", new { code, challenge = sent.Text("challenge") })).Ok();
        var phone = Phone.Scan(begun.Text("uri")!, server.Clock);
        (await ada.Post("factors/app/confirm", new { secret = begun.Secret, code = phone.NextCode() })).Ok();
        var challenge = (await ada.Post("factors/sms", new { number = "+14165550178", code = phone.NextCode() })).Ok().Text("challenge");
        code = (await server.Inbox.Next("+14165550178", Ct)).Code;
        (await ada.Post("factors/sms/confirm", new { challenge, code })).Ok();
        foreach (var factor in (await ada.Status()).Ok()["factors"].EnumerateArray().OrderByDescending(each => each.GetProperty("kind").GetString()))
            (await ada.Post($"factors/{factor.GetProperty("id")}/remove", new { code = phone.NextCode() })).Ok();

        // The code that was asked for, and nothing else.
        Assert.Equal(before + 1, await server.Number($"SELECT count(*) FROM outbox"));
        Assert.False((await ada.Status()).Ok()["second_factor"].GetBoolean());
    }

    [Theory]
    [InlineData("12")]
    [InlineData("+1 900 555 0123")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_number_that_gets_no_texts_is_refused_before_anything_is_spent(string? number)
    {
        await using var server = await TestServer.Start();
        var ada = await (await KeepingApp.Add(server)).Keep("ada");
        var app = await ada.Enrol();
        var code = app.Phone.NextCode();

        Assert.Equal("bad_request", (await ada.Post("factors/sms", new { number, code })).Expect(HttpStatusCode.BadRequest).Error);
        (await ada.Verify(code)).Ok();
    }

    [Fact]
    public async Task Messages_are_charged_to_the_person_s_address_and_to_all_of_the_application_together()
    {
        await using var server = await TestServer.Start(("SMS_PER_ADDRESS", "1/1h"), ("APPLICATION_SHARE", "2"));
        var app = await KeepingApp.Add(server);
        var heard = new List<int>();
        foreach (var (n, at) in ((int, string)[])[(1, "198.51.100.1"), (2, "198.51.100.1"), (3, "198.51.100.2"), (4, "198.51.100.3")])
        {
            var person = await app.Keep($"person-{n}");
            var caller = app.Caller.With("Countersign-End-User", at);
            heard.Add((await caller.Post($"{person.Path}/factors/sms", new { number = $"+1416555018{n}" })).Status);
        }

        Assert.Equal([200, 429, 200, 429], heard);
    }

    [Fact]
    public async Task A_code_that_was_sent_is_good_once()
    {
        await using var server = await TestServer.Start();
        var ada = await (await KeepingApp.Add(server)).Keep("ada");
        await Enrol(ada, Number);
        for (var round = 0; round < 3; round++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(31));
            var challenge = (await ada.Post("send")).Ok().Text("challenge");
            var code = (await server.Inbox.Next(Number, Ct)).Code;
            Crowd.OneOf(await Crowd.AtOnce(_ => ada.Post("verify", new { challenge, code })), 410, "expired");
        }
    }

    private static async Task Enrol(KeptPerson person, string number)
    {
        var challenge = (await person.Post("factors/sms", new { number })).Ok().Text("challenge");
        var code = (await person.App.Server.Inbox.Next(number, Ct)).Code;
        (await person.Post("factors/sms/confirm", new { challenge, code })).Ok();
    }
}
