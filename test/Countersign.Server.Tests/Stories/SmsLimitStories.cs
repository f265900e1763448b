using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>What keeps text messages from costing a fortune, and what a person hears of it.</summary>
public sealed class SmsLimitStories
{
    [Theory]
    [InlineData("SMS_PER_ACCOUNT_SHORT", "2/10m")]
    [InlineData("SMS_PER_ACCOUNT_LONG", "2/1d")]
    [InlineData("SMS_PER_NUMBER_SHORT", "2/1h")]
    [InlineData("SMS_PER_NUMBER_LONG", "2/1d")]
    [InlineData("SMS_PER_ADDRESS", "2/1h")]
    [InlineData("SMS_PER_PREFIX", "2/1h")]
    [InlineData("SMS_PER_COUNTRY", "2/1d")]
    [InlineData("SMS_IN_ALL", "2/1d")]
    public async Task Each_limit_stops_the_third_message(string limit, string rate)
    {
        await using var server = await TestServer.Start((limit, rate));
        await server.IsKnown(server.People.Linus);
        var key = server.As(server.People.Linus);
        for (var n = 0; n < 2; n++)
        {
            (await key.Post("/tfa/sms/")).Ok();
            server.Clock.Advance(Steps.Cooldown);
        }

        var refused = (await key.Post("/tfa/sms/")).IsRefused(429, "sms_rate_limited");
        Assert.True(int.Parse(refused.Headers.GetValues("Retry-After").Single(), System.Globalization.CultureInfo.InvariantCulture) > 60);
        Assert.Equal(2, server.Inbox.Sms.Requests.Count);
    }

    [Fact]
    public async Task Mails_have_a_limit_of_their_own()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_ACCOUNT", "1/1h"));
        var key = server.As(server.People.Grace);
        (await key.Post("/tfa/email/")).Ok();
        server.Clock.Advance(Steps.Cooldown);

        (await key.Post("/tfa/email/")).IsRefused(429, "sms_rate_limited");
        server.Clock.Advance(TimeSpan.FromHours(1));
        (await key.Post("/tfa/email/")).Ok();
    }

    [Fact]
    public async Task The_password_alone_does_not_use_up_the_mails_of_the_owner()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_ACCOUNT", "5/1h"));
        var grace = server.People.Grace;
        Assert.Equal([200, 200, 200, 429], await AskByPassword(server, grace, 4));

        await server.IsKnown(grace);
        (await server.As(grace).Post("/tfa/email/")).Ok();
    }

    [Fact]
    public async Task From_where_a_second_factor_was_proven_the_password_gets_all_mails_there_are()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_ACCOUNT", "5/1h"));
        var grace = server.People.Grace;
        await server.SignedIn(grace);

        Assert.Equal([200, 200, 200, 200, 200, 429], await AskByPassword(server, grace, 6));
    }

    [Fact]
    public async Task Strangers_never_use_up_the_texts_to_a_number_that_is_not_theirs()
    {
        await using var server = await TestServer.Start(("SMS_PER_NEW_NUMBER", "2/1h"), ("SMS_PER_NUMBER_SHORT", "5/1h"));
        const string number = "+14165550142";
        var sent = new List<int>();
        foreach (var stranger in (TestPerson[])[await server.Add("max"), await server.Add("moritz")])
        {
            (await server.By(stranger).Post("/tf/enable", new { method = "SMS", phone = number })).Ok();
            for (var n = 0; n < 3; n++)
            {
                sent.Add((await server.By(stranger).Post("/tf/request-token")).Status);
                server.Clock.Advance(Steps.Cooldown);
            }
        }

        Assert.Equal(3, sent.Count(status => status == 200));
        var owner = await MayAdd(server, server.People.Ada);
        (await owner.Post("/tfa/sms/", new { phone_number = number })).Ok();
    }

    private static async Task<IReadOnlyList<int>> AskByPassword(TestServer server, TestPerson person, int times)
    {
        var answers = new List<int>();
        for (var n = 0; n < times; n++)
        {
            var browser = server.Stranger();
            answers.Add((await browser.Post("/tfa/email/", new { secret = (await browser.Password(person)).Ok().Secret })).Status);
            server.Clock.Advance(Steps.Cooldown);
        }

        return answers;
    }

    [Theory]
    [InlineData("SMS_PER_PREFIX", "4/1h")]
    [InlineData("SMS_CONVERSION_SAMPLE", "5")]
    public async Task What_strangers_do_with_the_numbers_beside_it_stops_no_number_that_codes_came_back_from(string limit, string value)
    {
        await using var server = await TestServer.Start(
            (limit, value), ("SMS_PER_ACCOUNT_SHORT", "100/10m"), ("SMS_PER_ACCOUNT_LONG", "100/1d"), ("SMS_PER_NUMBER_SHORT", "100/1h"),
            ("SMS_PER_NUMBER_LONG", "100/1d"), ("SMS_PER_ADDRESS", "100/1h"));
        var linus = server.People.Linus;
        await server.SignedIn(linus);
        var neighbour = await server.NeighbourOf(linus);
        await server.IsKnown(neighbour);
        var answers = new List<int>();
        for (var n = 0; n < 18; n++)
        {
            server.Clock.Advance(Steps.Cooldown);
            answers.Add((await server.By(neighbour).Post("/tf/request-token")).Status);
        }

        Assert.NotEqual(200, answers[^1]);
        server.Clock.Advance(Steps.Cooldown);
        (await server.As(linus).Post("/tfa/sms/")).Ok();
    }

    [Fact]
    public async Task Whoever_is_refused_another_code_keeps_the_one_they_have()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_ACCOUNT", "1/1h"));
        var grace = server.People.Grace;
        var key = server.As(grace);
        var secret = (await key.Post("/tfa/email/")).Ok().Secret;
        var code = (await server.NextCode(grace.Email)).Code;

        for (var n = 0; n < 10; n++) (await key.Post("/tfa/email/")).IsRefused(429, "sms_rate_limited");

        (await key.Post("/tfa/", new { tfa_method = "email", code, secret })).Ok();
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM challenges WHERE code_hash IS NULL"));
    }

    [Fact]
    public async Task A_number_serves_a_few_accounts_only()
    {
        await using var server = await TestServer.Start(("ACCOUNTS_PER_NUMBER", "1"));
        var ada = await MayAdd(server, server.People.Ada);

        (await ada.Post("/tfa/sms/", new { phone_number = server.People.Linus.Number })).IsRefused(429, "preauth_phone_cap");
        Assert.Empty(server.Inbox.Sms.Requests);
    }

    [Theory]
    [InlineData("+33612345678", "sms_blocked_number")]
    [InlineData("+19005550142", "sms_blocked_number")]
    [InlineData("+49301234567", "invalid_phone_number")]
    [InlineData("+1416555", "invalid_phone_number")]
    [InlineData("call me", "invalid_phone_number")]
    public async Task Numbers_of_the_wrong_kind_get_nothing(string number, string error)
    {
        await using var server = await TestServer.Start();
        var ada = await MayAdd(server, server.People.Ada);

        (await ada.Post("/tfa/sms/", new { phone_number = number })).IsRefused(400, error);
        Assert.Empty(server.Inbox.Sms.Requests);
    }

    [Fact]
    public async Task Without_any_number_there_is_nowhere_to_send()
    {
        await using var server = await TestServer.Start();

        (await server.As(server.People.Ada).Post("/tfa/sms/")).IsRefused(400, "missing_phone_number");
        (await server.As(server.People.Grace).Post("/tfa/sms/", new { tfa_method_id = 999 })).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_gateway_that_refuses_for_good_is_told_at_once()
    {
        await using var server = await TestServer.Start();
        server.Inbox.Sms.Feel(GatewayMood.Refuse);

        (await server.As(server.People.Linus).Post("/tfa/sms/")).IsRefused(400, "sms_delivery_failed");
    }

    [Theory]
    [InlineData(GatewayMood.Fail)]
    [InlineData(GatewayMood.PutOff)]
    public async Task A_gateway_that_is_down_gets_the_message_later(GatewayMood mood)
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        server.Inbox.Sms.Feel(mood);

        var sent = (await server.As(linus).Post("/tfa/sms/")).Ok();
        Assert.Empty(server.Inbox.All);
        server.Clock.Advance(TimeSpan.FromMinutes(1));

        var code = (await server.NextCode(linus.Number!)).Code;
        (await server.As(linus).Post("/tfa/", new { tfa_method = "sms", code, secret = sent.Secret })).Ok();
    }

    [Fact]
    public async Task Prefixes_whose_codes_never_come_back_are_blocked()
    {
        await using var server = await TestServer.Start(("SMS_CONVERSION_PERCENT", "50"), ("SMS_CONVERSION_SAMPLE", "5"));
        var ada = await MayAdd(server, server.People.Ada);
        for (var n = 0; n < 5; n++)
            (await ada.Post("/tfa/sms/", new { phone_number = $"+1416555014{n}" })).Ok();

        (await ada.Post("/tfa/sms/", new { phone_number = "+14165550149" })).IsRefused(400, "sms_blocked_number");

        // Linus has a number that begins so: it is on his account, and judged by its own codes.
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();
    }

    [Theory]
    [InlineData("SMS_PER_NUMBER_SHORT", "2/1h")]
    [InlineData("SMS_PER_NUMBER_LONG", "2/1d")]
    [InlineData("SMS_PER_ADDRESS", "2/1h")]
    [InlineData("SMS_PER_PREFIX", "2/1h")]
    [InlineData("SMS_PER_COUNTRY", "2/1d")]
    [InlineData("SMS_IN_ALL", "2/1d")]
    public async Task Whoever_adds_numbers_uses_up_nothing_of_those_who_sign_in(string limit, string rate)
    {
        await using var server = await TestServer.Start((limit, rate));
        var linus = server.People.Linus;
        var ada = await MayAdd(server, server.People.Ada);
        for (var n = 0; n < 2; n++)
        {
            (await ada.Post("/tfa/sms/", new { phone_number = linus.Number })).Ok();
            server.Clock.Advance(Steps.Cooldown);
        }

        (await ada.Post("/tfa/sms/", new { phone_number = linus.Number })).IsRefused(429, "sms_rate_limited");
        (await server.As(linus).Post("/tfa/sms/")).Ok();
    }

    [Fact]
    public async Task A_number_that_is_not_on_the_account_gets_a_text_only_with_leave_to_add_a_method()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        (await ada.Post("/tfa/sms/", new { phone_number = "+14165550142" })).IsRefused(403, "authorization_required");
        (await server.As(server.People.Linus).Post("/tfa/sms/", new { phone_number = "+14165550142" })).IsRefused(
            403, "authorization_required");
        Assert.Empty(server.Inbox.Sms.Requests);

        await server.Authorize(ada, server.People.Ada);
        (await ada.Post("/tfa/sms/", new { phone_number = "+14165550142" })).Ok();
    }

    [Fact]
    public async Task Nor_is_its_code_sent_again_once_the_leave_is_over()
    {
        await using var server = await TestServer.Start(("GRANT_LIFE", "1m"));
        var ada = await MayAdd(server, server.People.Ada);
        var secret = (await ada.Post("/tfa/sms/", new { phone_number = "+14165550142" })).Ok().Secret;
        server.Clock.Advance(TimeSpan.FromMinutes(1));

        (await ada.Post("/tfa/sms/resend/", new { secret })).IsRefused(403, "authorization_required");
        Assert.Single(server.Inbox.Sms.Requests);
    }

    [Fact]
    public async Task Whose_address_is_not_proven_has_no_number_texted()
    {
        await using var server = await TestServer.Start();
        var frances = await server.Add("frances", isProven: false);

        (await server.As(frances).Post("/tfa/sms/", new { phone_number = "+14165550142" })).IsRefused(400, "email_not_verified");
    }

    [Fact]
    public async Task Where_text_messages_are_off_nobody_gets_one()
    {
        await using var server = await TestServer.Start(("SMS", "none"));

        (await server.As(server.People.Linus).Post("/tfa/sms/")).IsRefused(400, "invalid_tfa_method");
        (await server.As(server.People.Linus).Post("/tfa/email/")).Ok();
    }

    private static async Task<VastCaller> MayAdd(TestServer server, TestPerson person)
    {
        var caller = server.As(person);
        await server.Authorize(caller, person);
        return caller;
    }
}
