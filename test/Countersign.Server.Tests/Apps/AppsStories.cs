using System.Net;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Operators;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Apps;

/// <summary>Applications keep their own people, and lean on us for the second factor alone.</summary>
public sealed class AppsStories
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_turns_it_on_proves_it_loses_the_phone_and_turns_it_off()
    {
        await using var server = await TestServer.Start();
        var ada = await (await KeepingApp.Add(server)).Keep("ada", "Ada of the shop");

        Assert.False((await ada.Status()).Ok()["second_factor"].GetBoolean());
        Assert.Equal("no_factor", (await ada.Verify("123456")).Expect(HttpStatusCode.Conflict).Error);

        var begun = (await ada.Post("factors/app")).Ok();
        Assert.True(OtpAuthUri.TryParse(begun.Text("uri"), out var parts));
        Assert.Equal(("The shop", "Ada of the shop"), (parts.Issuer, parts.Account));
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], Convert.FromBase64String(begun.Text("qr")!)[..4]);
        var phone = Phone.Scan(begun.Text("uri")!, server.Clock);
        var wrong = await ada.Post("factors/app/confirm", new { secret = begun.Secret, code = phone.WrongCode() });
        Assert.Equal("wrong_code", wrong.Expect(HttpStatusCode.Forbidden).Error);
        Assert.False((await ada.Status()).Ok()["second_factor"].GetBoolean());
        var added = (await ada.Post("factors/app/confirm", new { secret = begun.Secret, code = phone.NextCode(), label = "Phone" })).Ok();
        var codes = added.Texts("recovery_codes");
        Assert.Equal(10, codes.Count);

        var code = phone.NextCode();
        var verified = (await ada.Verify(code)).Ok();
        Assert.Equal(("app", added["factor"].GetInt64()), (verified.Text("by"), verified["factor"].GetInt64()));
        Assert.Equal("used_code", (await ada.Verify(code)).Expect(HttpStatusCode.Forbidden).Error);

        var lost = (await ada.Verify(codes[0])).Ok();
        Assert.Equal(("recovery_code", 9), (lost.Text("by"), lost["recovery_codes_left"].GetInt32()));
        Assert.Equal("wrong_code", (await ada.Verify(codes[0])).Expect(HttpStatusCode.Forbidden).Error);
        var renewed = (await ada.Post("recovery-codes", new { code = codes[1] })).Ok().Texts("recovery_codes");
        Assert.Equal("wrong_code", (await ada.Verify(codes[2])).Expect(HttpStatusCode.Forbidden).Error);

        var status = (await ada.Status()).Ok();
        Assert.Equal(
            ("Phone", "app", 10),
            (status["factors"][0].GetProperty("label").GetString(), status["factors"][0].GetProperty("kind").GetString(),
             status["recovery_codes_left"].GetInt32()));
        Assert.Equal(0, (await ada.Post($"factors/{added["factor"]}/remove", new { code = renewed[0] })).Ok()["factors_left"].GetInt32());
        Assert.False((await ada.Status()).Ok()["second_factor"].GetBoolean());
        Assert.Equal("no_factor", (await ada.Verify(renewed[1])).Expect(HttpStatusCode.Conflict).Error);
        Assert.Empty(server.Inbox.All);
    }

    [Fact]
    public async Task For_the_first_factor_the_word_of_the_application_is_enough_and_each_further_one_takes_a_proof()
    {
        await using var server = await TestServer.Start();
        var ada = await (await KeepingApp.Add(server)).Keep("ada");
        var first = await ada.Enrol();

        Assert.Equal("code_needed", (await ada.Post("factors/app")).Expect(HttpStatusCode.Forbidden).Error);
        Assert.Equal(
            "wrong_code", (await ada.Post("factors/app", new { code = first.Phone.WrongCode() })).Expect(HttpStatusCode.Forbidden).Error);
        var second = await ada.Enrol(first.Phone.NextCode());
        Assert.Empty(second.Codes);

        Assert.Equal("bad_request", (await ada.Verify(second.Phone.NextCode())).Expect(HttpStatusCode.BadRequest).Error);
        (await ada.Verify(second.Phone.NextCode(), second.Factor)).Ok();
        (await ada.Verify(first.Phone.NextCode(), first.Factor)).Ok();
        Assert.Equal("code_needed", (await ada.Post($"factors/{first.Factor}/remove")).Expect(HttpStatusCode.Forbidden).Error);
        Assert.Equal("code_needed", (await ada.Post("recovery-codes")).Expect(HttpStatusCode.Forbidden).Error);
    }

    [Fact]
    public async Task A_leave_that_was_not_used_is_none_once_there_is_a_factor()
    {
        await using var server = await TestServer.Start();
        var ada = await (await KeepingApp.Add(server)).Keep("ada");
        var twice = (await ada.Post("factors/app")).Ok();
        await ada.Enrol();

        var phone = Phone.Scan(twice.Text("uri")!, server.Clock);
        Assert.NotEqual(200, (await ada.Post("factors/app/confirm", new { secret = twice.Secret, code = phone.NextCode() })).Status);
        Assert.Equal(1, (await ada.Status()).Ok()["factors"].GetArrayLength());
    }

    [Fact]
    public async Task What_two_applications_call_the_same_are_two_people_and_neither_reaches_the_others()
    {
        await using var server = await TestServer.Start();
        var (shop, wiki) = (await KeepingApp.Add(server), await KeepingApp.Add(server, "wiki", "The wiki"));
        var here = await shop.Keep("ada");
        var mine = await here.Enrol();
        var there = await wiki.Keep("ada");

        Assert.False((await there.Status()).Ok()["second_factor"].GetBoolean());
        Assert.Equal("no_factor", (await there.Verify(mine.Phone.NextCode())).Error);
        var theirs = await there.Enrol();
        Assert.Equal("wrong_code", (await there.Verify(mine.Codes[0])).Error);
        Assert.Equal("no_factor", (await there.Post($"factors/{mine.Factor}/remove", new { code = theirs.Phone.NextCode() })).Error);
        Assert.Equal(404, (await wiki.Caller.Get($"{KeepingApp.People}/grace")).Status);
        (await wiki.Caller.Send(HttpMethod.Delete, there.Path)).Ok();
        Assert.Equal(404, (await there.Status()).Status);
        (await here.Verify(mine.Phone.NextCode())).Ok();

        // Who is forgotten and comes again begins anew.
        Assert.False((await (await wiki.Keep("ada")).Status()).Ok()["second_factor"].GetBoolean());
    }

    [Fact]
    public async Task Nobody_whom_an_application_keeps_is_found_at_any_other_door()
    {
        await using var server = await TestServer.Start();
        var ada = await (await KeepingApp.Add(server)).Keep("eve@shop.example.org");
        await ada.Enrol();
        var account = new AccountId(await ada.Account());
        var row = (await server.Db.Read(sql => AccountStore.Find(sql, account), Ct))!;

        foreach (var name in (string[])["eve@shop.example.org", row.Username, row.Email.Text])
        {
            Assert.Null(await server.Db.Read(sql => AccountStore.FindByName(sql, name), Ct));
            var stranger = server.Stranger();
            Assert.Equal(403, (await stranger.Post("/users/login/", new { email = name, password = TestPerson.Password })).Status);
            if (EmailAddress.TryParse(name, out var address)) await server.AskForReset(address);
        }

        Assert.Null(row.PasswordHash);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM outbox"));
        var found = await server.Services.GetRequiredService<FindAccounts>().Run(new(), Ct);
        Assert.DoesNotContain(found.Accounts, person => person.Account.Id == account);
    }

    [Fact]
    public async Task No_verb_lets_an_application_speak_for_the_person_of_another_one()
    {
        await using var server = await TestServer.Start();
        var (shop, wiki) = (await KeepingApp.Add(server), await KeepingApp.Add(server, "wiki", "The wiki"));
        var ada = await shop.Keep("ada");
        var phone = (await ada.Enrol()).Phone;
        var callers = server.Services.GetRequiredService<AppCallers>();
        var source = new Source("192.0.2.1", "192.0.2.1", "", "POST");
        var right = (await callers.Identify("shop", shop.Secret, source, Ct))!;
        var wrong = (await callers.Identify("wiki", wiki.Secret, source, Ct))!;
        var caller = (await callers.For(right, "ada", Ct))!;
        var proof = new Proof(ProofKind.Totp, null, null, Code.TryParse(phone.NextCode(), out var code) ? code : null, null);

        var verify = server.Services.GetRequiredService<VerifyForApp>();
        await Assert.ThrowsAsync<CallerChangedException>(
            () => verify.Run(caller with { App = wrong.App, KeyHashes = wrong.Presented }, proof, Ct));
        await Assert.ThrowsAsync<CallerChangedException>(
            () => server.Services.GetRequiredService<ForgetPerson>().Run(caller with { App = wrong.App, KeyHashes = wrong.Presented }, Ct));
        Assert.NotNull((await verify.Run(caller, proof, Ct)).Given);
    }

    [Fact]
    public async Task An_order_that_everybody_needs_a_second_factor_is_about_our_own_people()
    {
        await using var server = await TestServer.Start(("REQUIRE_2FA", "on"));
        var ada = await (await KeepingApp.Add(server)).Keep("ada");
        var app = await ada.Enrol();

        var removed = (await ada.Post($"factors/{app.Factor}/remove", new { code = app.Phone.NextCode() })).Ok();
        Assert.Equal(0, removed["factors_left"].GetInt32());
    }

    [Fact]
    public async Task Where_the_person_is_counts_for_limits_and_the_log_and_is_trusted_for_nothing()
    {
        await using var server = await TestServer.Start();
        var app = await KeepingApp.Add(server);
        var ada = await app.Keep("ada");
        var phone = (await ada.Enrol()).Phone;
        const string at = "198.51.100.7";

        var caller = app.Caller.With("Countersign-End-User", at).With("Countersign-End-User-Agent", "Firefox");
        (await caller.Post($"{ada.Path}/verify", new { code = phone.NextCode() })).Ok();

        var account = await ada.Account();
        Assert.Equal(1, await server.Number($"""
            SELECT count(*) FROM audit_log WHERE account_id = {account} AND event = 'second_factor_verified' AND ip_address = {at}
              AND args LIKE '%"app":"shop"%' AND args LIKE '%"told_from":"127.0.0.1"%' AND credential LIKE 'app:%'
            """));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM limits WHERE bucket LIKE 'proven%'"));
        foreach (var forged in (string[])["1", "010.0.0.1", "[::1]:80", "198.51.100.7, 10.0.0.1", "here", "fe80::1%eth0"])
        {
            var refused = await app.Caller.With("Countersign-End-User", forged).Get(ada.Path);
            Assert.Equal((400, "bad_request"), (refused.Status, refused.Error));
        }

        Assert.Equal(400, (await app.Caller.With("Countersign-End-User-Agent", "Firefox").Get(ada.Path)).Status);
    }

    [Fact]
    public async Task One_that_is_removed_stops_at_once_and_takes_its_people_along()
    {
        await using var server = await TestServer.Start();
        var app = await KeepingApp.Add(server);
        var ada = await app.Keep("ada");
        var phone = (await ada.Enrol()).Phone;

        Assert.True(await server.Services.GetRequiredService<RemoveApp>().Run("olga", "shop", Ct));

        Assert.Equal(401, (await ada.Verify(phone.NextCode())).Status);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE outside_id IS NOT NULL"));
        var again = await KeepingApp.Add(server);
        Assert.Equal(404, (await again.Caller.Get(ada.Path)).Status);
    }

    [Fact]
    public async Task A_new_secret_may_end_the_old_one_at_once_or_in_a_day()
    {
        await using var server = await TestServer.Start();
        var app = await KeepingApp.Add(server);
        var ada = await app.Keep("ada");
        var rotate = server.Services.GetRequiredService<RotateApp>();

        var second = app with { Secret = (await rotate.Run("olga", "shop", PastSecret.GoodForADay, Ct))!.Reveal() };
        (await app.Caller.Get(ada.Path)).Ok();
        (await second.Caller.Get(ada.Path)).Ok();
        var third = app with { Secret = (await rotate.Run("olga", "shop", PastSecret.OverAtOnce, Ct))!.Reveal() };
        Assert.Equal(401, (await second.Caller.Get(ada.Path)).Status);
        (await third.Caller.Get(ada.Path)).Ok();
        await using var other = await TestServer.Start();
        Assert.Equal(401, (await VssCaller.With(other.Http, "shop", third.Secret).Get(ada.Path)).Status);
    }
}
