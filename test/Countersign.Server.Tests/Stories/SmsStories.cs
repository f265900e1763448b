using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Codes by text message: sent once, sent again, lost, late and wrong.</summary>
public sealed class SmsStories
{
    [Fact]
    public async Task The_same_code_is_sent_again_and_keeps_its_handle_and_its_end()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var key = server.As(linus);
        var sent = (await key.Post("/tfa/sms/")).Ok();
        var first = await server.NextCode(linus.Number!);

        server.Clock.Advance(Steps.Cooldown);
        var again = (await key.Post("/tfa/sms/resend/", new { secret = sent.Secret })).Ok();

        Assert.Equal("A 6-digit code has been sent to your phone", again.Msg);
        Assert.Equal(sent.Secret, again.Secret);
        Assert.Equal(first.Code, (await server.NextCode(linus.Number!)).Code);
        server.Clock.Advance(TimeSpan.FromMinutes(10) - Steps.Cooldown);
        (await key.Post("/tfa/", new { tfa_method = "sms", code = first.Code, secret = sent.Secret })).IsRefused(400, "2fa_expired");
    }

    [Fact]
    public async Task A_lost_handle_is_replaced_and_the_old_one_is_dead()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var key = server.As(linus);
        var lost = (await key.Post("/tfa/sms/")).Ok().Secret;
        server.Clock.Advance(Steps.Cooldown);

        var found = (await key.Post("/tfa/sms/resend/")).Ok().Secret;

        Assert.NotEqual(lost, found);
        var code = (await server.NextCode(linus.Number!)).Code;
        (await key.Post("/tfa/", new { tfa_method = "sms", code, secret = lost })).IsRefused(400, "challenge_not_found");
        (await key.Post("/tfa/", new { tfa_method = "sms", code, secret = found })).Ok();
    }

    [Fact]
    public async Task Failures_are_carried_over_a_resend()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var key = server.As(linus);
        var secret = (await key.Post("/tfa/sms/")).Ok().Secret;
        var code = (await server.NextCode(linus.Number!)).Code;
        for (var n = 0; n < 2; n++) await key.Post("/tfa/", new { tfa_method = "sms", code = code.Other(), secret });

        server.Clock.Advance(Steps.Cooldown);
        secret = (await key.Post("/tfa/sms/resend/")).Ok().Secret;

        var third = (await key.Post("/tfa/", new { tfa_method = "sms", code = code.Other(), secret })).IsRefused(
            400, "2fa_verification_failed");
        Assert.Equal(3, third["fail_count"].GetInt32());
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, third["locked_until"].ValueKind);
    }

    [Fact]
    public async Task Half_a_minute_passes_between_two_messages()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Linus);
        var secret = (await key.Post("/tfa/sms/")).Ok().Secret;
        server.Clock.Advance(Steps.Cooldown - TimeSpan.FromSeconds(1));

        (await key.Post("/tfa/sms/")).IsRefused(400, "tfa_challenge_exists");
        var soon = (await key.Post("/tfa/sms/resend/", new { secret })).IsRefused(429, "sms_rate_limited");

        Assert.Equal("1", soon.Headers.GetValues("Retry-After").Single());
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        (await key.Post("/tfa/sms/")).Ok();
    }

    [Fact]
    public async Task A_text_that_somebody_elsewhere_asked_for_keeps_nobody_waiting()
    {
        await using var server = await TestServer.Start(("TRUSTED_PROXIES", "127.0.0.1"));
        var linus = server.People.Linus;
        var (stranger, owner) = (From(server, "203.0.113.9"), From(server, "198.51.100.7"));
        await AskForText(stranger, linus);
        var theirs = (await server.NextCode(linus.Number!)).Code;

        var secret = await AskForText(owner, linus);

        // Each has a code of their own, and half a minute to wait for another one.
        var code = (await server.NextCode(linus.Number!)).Code;
        (await owner.Post("/tfa/sms/resend/", new { secret })).IsRefused(429, "sms_rate_limited");
        if (theirs != code)
            (await owner.Post("/tfa/", new { tfa_method = "sms", code = theirs, secret })).IsRefused(400, "2fa_verification_failed");
        (await owner.Post("/tfa/", new { tfa_method = "sms", code, secret })).Ok();
    }

    private static VastCaller From(TestServer server, string address)
    {
        var caller = server.Stranger();
        caller.Headers["X-Forwarded-For"] = address;
        return caller;
    }

    private static async Task<string> AskForText(VastCaller caller, TestPerson person)
    {
        var secret = (await caller.Password(person)).Ok().Secret;
        (await caller.Post("/tfa/sms/", new { secret })).Ok();
        return secret;
    }

    [Fact]
    public async Task One_challenge_costs_five_messages_at_most()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Linus);
        var secret = (await key.Post("/tfa/sms/")).Ok().Secret;

        for (var n = 1; n < 5; n++)
        {
            server.Clock.Advance(Steps.Cooldown);
            (await key.Post("/tfa/sms/resend/", new { secret })).Ok();
        }

        server.Clock.Advance(Steps.Cooldown);
        (await key.Post("/tfa/sms/resend/", new { secret })).IsRefused(429, "sms_rate_limited");
        Assert.Equal(5, server.Inbox.Sms.Requests.Count);
    }

    [Fact]
    public async Task A_new_challenge_takes_the_place_of_the_old_one()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var key = server.As(linus);
        var old = (await key.Post("/tfa/sms/")).Ok().Secret;
        var code = (await server.NextCode(linus.Number!)).Code;
        server.Clock.Advance(Steps.Cooldown);

        (await key.Post("/tfa/sms/")).Ok();

        (await key.Post("/tfa/", new { tfa_method = "sms", code, secret = old })).IsRefused(400, "challenge_not_found");
    }

    [Fact]
    public async Task The_number_or_method_of_a_resend_must_be_the_challenges()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Barbara);
        var methods = await key.Methods();
        var secret = (await key.Post("/tfa/sms/")).Ok().Secret;
        server.Clock.Advance(Steps.Cooldown);

        (await key.Post("/tfa/sms/resend/", new { secret, phone_number = "+14165550123" })).IsRefused(400, "phone_number_mismatch");
        (await key.Post("/tfa/sms/resend/", new { secret, tfa_method_id = methods[0].GetProperty("id").GetInt64() })).IsRefused(
            400, "phone_number_mismatch");
        (await key.Post("/tfa/sms/resend/",
            new { secret, phone_number = "(416) 555-0199", tfa_method_id = methods[1].GetProperty("id").GetInt64() })).Ok();
    }

    [Fact]
    public async Task There_is_nothing_to_send_again_before_something_was_sent()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Barbara);
        var mail = (await key.Post("/tfa/email/")).Ok().Secret;

        (await key.Post("/tfa/sms/resend/")).IsRefused(400, "no_challenge_found");
        (await key.Post("/tfa/sms/resend/", new { secret = mail })).IsRefused(400, "no_challenge_found");
        (await key.Post("/tfa/sms/resend/", new { secret = "tfs_made-up" })).IsRefused(400, "challenge_not_found");
    }

    [Fact]
    public async Task A_signed_out_person_cannot_have_codes_sent_to_another_number()
    {
        await using var server = await TestServer.Start();
        var browser = server.Stranger();
        var secret = (await browser.Password(server.People.Linus)).Ok().Secret;

        (await browser.Post("/tfa/sms/", new { secret, phone_number = "+14165550142" })).IsRefused(400, "phone_number_mismatch");
        (await browser.Post("/tfa/sms/", new { secret, phone_number = "+14165550123" })).Ok();
        server.Clock.Advance(Steps.Cooldown);
        Assert.Equal(secret, (await browser.Post("/tfa/sms/resend/", new { secret })).Ok().Secret);
    }

    [Fact]
    public async Task A_code_for_a_new_number_proves_that_number_and_nothing_else()
    {
        await using var server = await TestServer.Start();
        var key = await server.LoggedIn(server.People.Linus);
        await server.Authorize(key, server.People.Linus);
        var secret = (await key.Post("/tfa/sms/", new { phone_number = "+14165550142" })).Ok().Secret;
        var code = (await server.NextCode("+14165550142")).Code;

        (await key.Post("/tfa/", new { tfa_method = "sms", code, secret })).IsRefused(400, "challenge_not_found");
    }

    [Fact]
    public async Task A_code_belongs_to_the_key_that_asked_for_it()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var session = await server.LoggedIn(linus);
        server.Clock.Advance(Steps.Cooldown);
        var secret = (await session.Post("/tfa/sms/")).Ok().Secret;
        var code = (await server.NextCode(linus.Number!)).Code;

        (await server.As(linus).Post("/tfa/", new { tfa_method = "sms", code, secret })).IsRefused(400, "challenge_not_found");
        (await server.As(server.People.Grace).Post("/tfa/", new { tfa_method = "sms", code, secret })).IsRefused(
            400, "challenge_not_found");
        (await session.Post("/tfa/", new { tfa_method = "sms", code, secret })).Ok();
    }
}
