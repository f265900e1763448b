using System.Text.Json;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>What guessing costs, and whom it does not hurt.</summary>
public sealed class LockStories
{
    private static readonly TimeSpan FirstLock = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task The_fifth_wrong_code_locks_the_app_for_fifteen_minutes()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var key = server.As(grace);

        for (var n = 1; n <= 5; n++)
        {
            var wrong = (await key.Post("/tfa/", new { code = grace.Phone.WrongCode() })).IsRefused(400, "2fa_verification_failed");
            Assert.Equal(n, wrong["fail_count"].GetInt32());
            Assert.Equal(n == 5 ? JsonValueKind.Number : JsonValueKind.Null, wrong["locked_until"].ValueKind);
        }

        var (right, false_) =
            (await key.Post("/tfa/", new { code = grace.Phone.Code() }), await key.Post("/tfa/", new { code = grace.Phone.WrongCode() }));
        right.IsRefused(429, "tfa_locked");
        Assert.Equal(right.Raw, false_.Raw);
        Assert.Equal("900", right.Headers.GetValues("Retry-After").Single());
        Assert.Equal((server.Clock.GetUtcNow() + FirstLock).ToUnixTimeSeconds(), right["locked_until"].GetInt64());

        server.Clock.Advance(FirstLock);
        (await key.Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok();
        Assert.Equal(0, (await key.Methods())[0].GetProperty("fail_count").GetInt32());
    }

    [Fact]
    public async Task Whoever_asks_on_at_a_locked_factor_fills_no_log()
    {
        await using var server = await TestServer.Start();
        var kurt = server.People.Kurt;
        var key = server.As(kurt);

        for (var n = 0; n < 20; n++) (await key.Post("/tfa/", new { code = kurt.Phone.WrongCode() })).IsRefused(429, "tfa_locked");
        Assert.Equal(0, await Locked(server));

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.Db.Write(server.Verb<TurnedAway>().Tell, TestContext.Current.CancellationToken);
        Assert.Equal(1, await Locked(server));
        for (var n = 0; n < 20; n++) (await key.Post("/tfa/", new { code = kurt.Phone.WrongCode() })).IsRefused(429, "tfa_locked");
        Assert.Equal(1, await Locked(server));
    }

    private static Task<long> Locked(TestServer server) => server.Number($"SELECT count(*) FROM audit_log WHERE outcome = 'locked'");

    [Fact]
    public async Task Kurts_locked_app_leaves_his_backup_codes_and_his_mail()
    {
        await using var server = await TestServer.Start();
        var kurt = server.People.Kurt;
        var key = server.As(kurt);

        (await key.Post("/tfa/", new { code = kurt.Phone.Code() })).IsRefused(429, "tfa_locked");
        (await key.Post("/tfa/", new { backup_code = kurt.BackupCodes[0] })).Ok();
        (await key.Post("/tfa/email/")).Ok();
        (await key.Post("/tfa/", new { code = kurt.Phone.Code() })).IsRefused(429, "tfa_locked");
    }

    [Fact]
    public async Task Three_wrong_texts_lock_the_number_and_end_the_code()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var key = server.As(barbara);
        var secret = (await key.Post("/tfa/sms/")).Ok().Secret;
        var code = (await server.NextCode(barbara.Number!)).Code;

        for (var n = 0; n < 3; n++)
            (await key.Post("/tfa/", new { tfa_method = "sms", code = code.Other(), secret })).IsRefused(400, "2fa_verification_failed");

        (await key.Post("/tfa/", new { tfa_method = "sms", code, secret })).IsRefused(429, "tfa_locked");
        server.Clock.Advance(Steps.Cooldown);
        (await key.Post("/tfa/sms/")).IsRefused(429, "tfa_locked");
        (await key.Post("/tfa/", new { code = barbara.Phone.NextCode() })).Ok();
    }

    [Fact]
    public async Task Neither_a_new_sign_in_nor_another_session_gives_more_guesses()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        for (var n = 1; n <= 5; n++)
        {
            var browser = server.Stranger();
            var secret = (await browser.Password(grace)).Ok().Secret;
            Assert.Equal(n, (await browser.Post("/tfa/", new { code = grace.Phone.WrongCode(), secret }))["fail_count"].GetInt32());
        }

        (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).IsRefused(429, "tfa_locked");
    }

    [Theory]
    [InlineData("POST", "/tfa/")]
    [InlineData("DELETE", "/tfa/")]
    [InlineData("PUT", "/tfa/regen-backup-codes/")]
    [InlineData("PUT", "/tfa/authorize-new-method/")]
    public async Task Every_door_that_takes_a_code_counts_and_none_takes_it_twice(string method, string path)
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var session = await server.LoggedIn(barbara);
        var spent = barbara.Phone.Code();
        var secret = (await session.Post("/tfa/authorize-new-method/", new { tfa_method = "totp" })).Ok().Secret;

        var replay = (await session.Send(new(method), path, new { tfa_method = "totp", code = spent, secret })).IsRefused(
            400, "2fa_verification_failed");
        var wrong =
            (await session.Send(new(method), path, new { tfa_method = "totp", code = barbara.Phone.WrongCode(), secret })).IsRefused(
            400, "2fa_verification_failed");

        Assert.Contains("already used", replay.Msg, StringComparison.Ordinal);
        Assert.Equal(0, replay["fail_count"].GetInt32());
        Assert.Equal(1, wrong["fail_count"].GetInt32());
    }

    [Fact]
    public async Task Locks_grow_and_a_success_ends_the_row()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var key = server.As(grace);

        foreach (var minutes in (int[])[15, 15, 30])
        {
            JsonElement until = default;
            for (var n = 0; n < 5; n++) until = (await key.Post("/tfa/", new { code = grace.Phone.WrongCode() }))["locked_until"];
            Assert.Equal(minutes * 60, until.GetInt64() - server.Clock.GetUtcNow().ToUnixTimeSeconds());
            server.Clock.Advance(TimeSpan.FromMinutes(minutes));
        }

        (await key.Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok();
    }

    [Fact]
    public async Task Twenty_failures_a_day_shut_all_codes_of_the_account_but_its_backup_codes()
    {
        await using var server = await TestServer.Start(("FIRST_LOCK", "1m"), ("LONGEST_LOCK", "1m"));
        var grace = server.People.Grace;
        var key = server.As(grace);
        for (var n = 0; n < 20; n++)
        {
            await key.Post("/tfa/", new { code = grace.Phone.WrongCode() });
            if (n % 5 == 4) server.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        (await key.Post("/tfa/", new { code = grace.Phone.NextCode() })).IsRefused(429, "tfa_locked");
        (await key.Post("/tfa/", new { backup_code = grace.BackupCodes[0] })).Ok();
        server.Clock.Advance(TimeSpan.FromHours(24));
        (await key.Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok();
    }

    [Fact]
    public async Task Wrong_passwords_slow_the_guesser_and_not_the_owner_elsewhere()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        for (var n = 0; n < 5; n++)
            await server.Stranger().Post("/users/login/", new { email = ada.Email, password = "wrong-wrong-wrong" });

        (await server.Stranger().Post("/users/login/", new { email = ada.Email.ToUpperInvariant(), password = TestPerson.Password })).IsRefused(
            429, "rate_limited");
        (await server.As(ada).Get("/users/current/")).Ok();
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        (await server.Stranger().Password(ada)).Ok();
    }
}
