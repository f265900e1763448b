using Countersign.Server.Admin;
using Countersign.Server.Pages;
using Countersign.Server.Settings;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>A passkey beside the other methods, and on its own (I48).</summary>
public sealed class PasskeyStories
{
    [Fact]
    public async Task A_passkey_can_be_the_first_method_and_comes_with_recovery_codes()
    {
        await using var server = await PasskeySteps.Start();
        var ada = server.People.Ada;
        using var device = new PasskeyDevice(isSynced: true);
        var browser = await server.Browser(ada);
        await browser.Submit(await browser.Open(PagePaths.Security), PagePaths.AddStart);
        await browser.Submit(
            await browser.Open($"{PagePaths.AddProve}?way=email"), PagePaths.AddProve, ("code", (await server.NextCode(ada.Email)).Code));

        Assert.Contains(PagePaths.AddPasskey, (await browser.Open(PagePaths.AddChoose)).Links);
        var page = await browser.Open(PagePaths.AddPasskey);
        var codes = await browser.Submit(
            page, PagePaths.AddPasskey, ("passkey", device.Make(page.Asked(), PasskeySteps.Origin)), ("label", "Phone"));

        Assert.Contains("Recovery codes", codes.Text, StringComparison.OrdinalIgnoreCase);
        var settings = await browser.Open(PagePaths.Security);
        Assert.Contains("Phone", settings.Text, StringComparison.Ordinal);
        Assert.Contains("Synced between your devices", settings.Text, StringComparison.Ordinal);
        await server.NextNotice(ada, "Two-factor authentication is on");
        Assert.Equal(1, await server.AuditedOf(ada, "method_added", "success"));

        var next = server.Browser();
        var entered = await next.Answer(await next.ToPasskey(ada), PagePaths.Prompt, device);
        Assert.Equal(PagePaths.Account, entered.Location);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_finishes_a_sign_in_and_is_a_proof_for_changes(bool usesRsa)
    {
        await using var server = await PasskeySteps.Start();
        var grace = server.People.Grace;
        using var device = new PasskeyDevice(usesRsa);
        await (await server.Browser(grace)).AddPasskey(grace, device);
        var browser = server.Browser();

        Assert.Equal(PagePaths.Account, (await browser.Answer(await browser.ToPasskey(grace), PagePaths.Prompt, device)).Location);
        var settings = await browser.Open(PagePaths.Security);
        Assert.Contains("Bound to one device", settings.Text, StringComparison.Ordinal);

        var codes = await browser.Answer(await browser.Open($"{PagePaths.Codes}?way=passkey"), PagePaths.Codes, device);
        Assert.Equal(1, await server.AuditedOf(grace, "backup_codes_regenerated", "success"));
        Assert.NotEqual(422, codes.Status);

        var remove = settings.Links.Last(link => link.StartsWith(PagePaths.Remove, StringComparison.Ordinal));
        var removed = await browser.Answer(await browser.Open($"{remove}?way=passkey"), remove, device);
        Assert.Equal($"{PagePaths.Security}?said=methodremoved", removed.Location);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM passkeys"));
    }

    [Theory]
    [InlineData(Twist.OtherOrigin)]
    [InlineData(Twist.OtherSite)]
    [InlineData(Twist.OtherType)]
    [InlineData(Twist.OtherQuestion)]
    [InlineData(Twist.WithoutPresence)]
    [InlineData(Twist.OtherSignature)]
    [InlineData(Twist.OtherContent)]
    [InlineData(Twist.OtherOwner)]
    [InlineData(Twist.CounterBack)]
    [InlineData(Twist.CrossOrigin)]
    public async Task Every_check_is_there(Twist twist)
    {
        await using var server = await PasskeySteps.Start();
        var grace = server.People.Grace;
        using var device = new PasskeyDevice();
        await (await server.Browser(grace)).AddPasskey(grace, device);
        var sessions = await server.SessionsOf(grace);
        var browser = server.Browser();

        var refused = await browser.Answer(await browser.ToPasskey(grace), PagePaths.Prompt, device, twist);

        Assert.Equal($"{PagePaths.Prompt}?way=passkey&said=passkeyrefused", refused.Location);
        Assert.Equal(sessions, await server.SessionsOf(grace));
        Assert.Equal(1, await server.AuditedOf(grace, "authn_login_fail", "wrong_code"));
        Assert.Equal(1, await server.Number($"SELECT sum(fail_count) FROM methods WHERE kind = 'passkey'"));
        var again = await browser.Answer(await browser.Open($"{PagePaths.Prompt}?way=passkey"), PagePaths.Prompt, device);
        Assert.Equal(PagePaths.Account, again.Location);
    }

    [Theory]
    [InlineData(Twist.OtherOrigin, null)]
    [InlineData(Twist.OtherSite, null)]
    [InlineData(Twist.OtherType, null)]
    [InlineData(Twist.OtherQuestion, null)]
    [InlineData(Twist.WithoutPresence, null)]
    [InlineData(Twist.CrossOrigin, null)]
    [InlineData(Twist.None, -8)]
    [InlineData(Twist.None, -65535)]
    public async Task A_new_one_is_checked_too(Twist twist, int? algorithm)
    {
        await using var server = await PasskeySteps.Start();
        var grace = server.People.Grace;
        using var device = new PasskeyDevice();
        var browser = await server.Browser(grace);
        var page = await browser.ToNewPasskey(grace);

        var refused = await browser.Submit(
            page, PagePaths.AddPasskey, ("passkey", device.Make(page.Asked(), PasskeySteps.Origin, twist, algorithm)));

        Assert.Equal($"{PagePaths.AddPasskey}?said=passkeynotadded", refused.Location);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM passkeys"));
    }

    [Fact]
    public async Task What_was_asked_is_good_for_one_answer_minutes_and_the_purpose_caller_and_account_it_was_asked_for()
    {
        await using var server = await PasskeySteps.Start();
        var (grace, barbara) = (server.People.Grace, server.People.Barbara);
        using var device = new PasskeyDevice();
        using var other = new PasskeyDevice();
        var home = await server.Browser(grace);
        await home.AddPasskey(grace, device);
        await (await server.Browser(barbara)).AddPasskey(barbara, other);
        var browser = server.Browser();
        const string over = $"{PagePaths.Prompt}?way=passkey&said=passkeyover";

        // Of a change, of a sign-in by passkey alone, of another account.
        var page = await browser.ToPasskey(grace);
        var elsewhere = server.Browser();
        foreach (var strange in new[] { await home.Open($"{PagePaths.Codes}?way=passkey"), await elsewhere.Open(PagePaths.SignIn),
            await elsewhere.ToPasskey(barbara), })
        {
            var strangers = strange.FormOf(strange.Actions.First(action => strange.FormOf(action).ContainsKey("ticket")))["ticket"];
            var led = await browser.Submit(
                page, PagePaths.Prompt, ("passkey", device.Sign(strange.Asked(), PasskeySteps.Origin)), ("ticket", strangers));
            Assert.Equal(over, led.Location);
        }

        // Of another caller: the same person in another browser.
        var second = server.Browser();
        await second.Answer(await second.ToPasskey(grace), PagePaths.Prompt, device);
        var theirs = await home.Open($"{PagePaths.Codes}?way=passkey");
        var mine = await second.Open($"{PagePaths.Codes}?way=passkey");
        var mixed = await second.Submit(mine, PagePaths.Codes, ("passkey", device.Sign(theirs.Asked(), PasskeySteps.Origin)),
            ("ticket", theirs.FormOf(PagePaths.Codes)["ticket"]));
        Assert.Contains("said=passkeyover", mixed.Location, StringComparison.Ordinal);

        // Changed by somebody, late, and twice.
        var answer = device.Sign(page.Asked(), PasskeySteps.Origin);
        var ticket = page.FormOf(PagePaths.Prompt)["ticket"];
        var changed = await browser.Submit(page, PagePaths.Prompt, ("passkey", answer), ("ticket", ticket + "A"));
        Assert.Equal(over, changed.Location);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(over, (await browser.Submit(page, PagePaths.Prompt, ("passkey", answer))).Location);
        page = await browser.Open($"{PagePaths.Prompt}?way=passkey");
        Assert.Equal(PagePaths.Account, (await browser.Answer(page, PagePaths.Prompt, device)).Location);
        Assert.Equal(0, await server.Number($"SELECT sum(fail_count) FROM methods WHERE kind = 'passkey'"));
    }

    [Fact]
    public async Task A_passkey_belongs_to_one_account()
    {
        await using var server = await PasskeySteps.Start();
        var (grace, barbara) = (server.People.Grace, server.People.Barbara);
        using var device = new PasskeyDevice();
        await (await server.Browser(grace)).AddPasskey(grace, device);
        var browser = await server.Browser(barbara);
        var page = await browser.ToNewPasskey(barbara);

        var refused = await browser.Submit(page, PagePaths.AddPasskey, ("passkey", device.Make(page.Asked(), PasskeySteps.Origin)));

        Assert.Equal($"{PagePaths.AddPasskey}?said=passkeytaken", refused.Location);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM passkeys"));
    }

    [Fact]
    public async Task Refused_answers_lock_the_passkey_alone_and_its_owner_has_the_other_ways()
    {
        await using var server = await PasskeySteps.Start();
        var grace = server.People.Grace;
        using var device = new PasskeyDevice();
        await (await server.Browser(grace)).AddPasskey(grace, device);
        var browser = server.Browser();
        var page = await browser.ToPasskey(grace);
        for (var n = 0; n < 5; n++)
        {
            var led = await browser.Answer(page, PagePaths.Prompt, device, Twist.OtherSignature);
            Assert.EndsWith("said=passkeyrefused", led.Location, StringComparison.Ordinal);
            page = await browser.Open($"{PagePaths.Prompt}?way=passkey");
            if (n < 4) Assert.Contains("data-options", page.Html, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("data-options", page.Html, StringComparison.Ordinal);
        Assert.Equal(1, await server.AuditedOf(grace, "authn_login_lock", "wrong_code"));
        await server.NextNotice(grace, "locked");
        var app = page.Links.First(link => link.StartsWith($"{PagePaths.Prompt}?way=m", StringComparison.Ordinal));
        var entered = await browser.Submit(await browser.Open(app), PagePaths.Prompt, ("code", grace.Phone.NextCode()));
        Assert.Equal(PagePaths.Account, entered.Location);
    }

    [Fact]
    public async Task It_signs_in_alone_where_it_verifies_who_holds_it()
    {
        await using var server = await PasskeySteps.Start();
        var grace = server.People.Grace;
        using var device = new PasskeyDevice();
        await (await server.Browser(grace)).AddPasskey(grace, device);
        var browser = server.Browser();

        var unverified = await browser.Answer(
            await browser.Open(PagePaths.SignIn), PagePaths.EnterByPasskey, device, Twist.WithoutVerification);
        Assert.Equal($"{PagePaths.SignIn}?said=passkeyrefused", unverified.Location);
        var entered = await browser.Answer(await browser.Open(PagePaths.SignIn), PagePaths.EnterByPasskey, device);
        Assert.Equal(PagePaths.Account, entered.Location);

        Assert.Contains("Laptop", (await browser.Open(PagePaths.Security)).Text, StringComparison.Ordinal);
        Assert.Equal(1, await server.Number(
            $"SELECT count(*) FROM audit_log WHERE event = 'authn_login_success' AND factor = 'passkey' AND method_id IS NOT NULL"));

        using var nobodys = new PasskeyDevice();
        var stranger = server.Browser();
        var unknown = await stranger.Answer(await stranger.Open(PagePaths.SignIn), PagePaths.EnterByPasskey, nobodys);
        Assert.Equal($"{PagePaths.SignIn}?said=passkeyrefused", unknown.Location);
    }

    [Fact]
    public async Task As_a_second_factor_it_need_not_verify_and_without_verification_it_never_opens_alone()
    {
        await using var server = await PasskeySteps.Start();
        var grace = server.People.Grace;
        using var device = new PasskeyDevice();
        await (await server.Browser(grace)).AddPasskey(grace, device);
        var browser = server.Browser();

        var page = await browser.ToPasskey(grace);
        var entered = await browser.Answer(page, PagePaths.Prompt, device, Twist.WithoutVerification);

        Assert.Equal(PagePaths.Account, entered.Location);
    }

    [Fact]
    public async Task After_this_was_not_me_none_opens_alone()
    {
        await using var server = await PasskeySteps.Start();
        var grace = server.People.Grace;
        using var device = new PasskeyDevice();
        var home = await server.Browser(grace);
        await home.AddPasskey(grace, device);
        await home.Submit(await home.Open(PagePaths.NotMe), PagePaths.NotMe);
        var browser = server.Browser();

        var refused = await browser.Answer(await browser.Open(PagePaths.SignIn), PagePaths.EnterByPasskey, device);

        Assert.Equal($"{PagePaths.SignIn}?said=passkeyrefused", refused.Location);
        Assert.Equal(PagePaths.Account, (await browser.Answer(await browser.ToPasskey(grace), PagePaths.Prompt, device)).Location);
    }

    [Fact]
    public async Task A_server_without_a_name_offers_none_and_one_with_another_name_leaves_the_other_ways()
    {
        await using var server = await TestServer.Start();
        var grace = await server.Browser(server.People.Grace);
        await grace.Submit(await grace.Open(PagePaths.Security), PagePaths.AddStart);
        await grace.Submit(await grace.Open(PagePaths.AddProve), PagePaths.AddProve, ("code", server.People.Grace.Phone.NextCode()));

        Assert.DoesNotContain("asskey", (await grace.Open(PagePaths.AddChoose)).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("asskey", (await server.Browser().Open(PagePaths.SignIn)).Html, StringComparison.Ordinal);
        Assert.Equal(PagePaths.Add, (await grace.Open(PagePaths.AddPasskey)).Location);
    }

    // Beside one another the servers of one PostgreSQL have one base URL; here the second stands for the same one later.
    [Fact]
    [Trait("Store", "file")]
    public async Task Under_another_name_the_other_ways_stand_and_the_list_and_doctor_say_why()
    {
        await using var server = await PasskeySteps.Start();
        var grace = server.People.Grace;
        using var device = new PasskeyDevice();
        var browser = await server.Browser(grace);
        await browser.AddPasskey(grace, device);
        await browser.Submit(await browser.Open(PagePaths.Security), PathOfPrimary(await browser.Open(PagePaths.Security)));
        await using var moved = await server.StartBeside(null, ("BASE_URL", "https://id.example.org"));
        var there = moved.Browser();

        var led = await there.Submit(
            await there.Open(PagePaths.SignIn), PagePaths.SignIn, ("name", grace.Email), ("password", TestPerson.Password));
        var prompt = await there.Follow(led);

        Assert.DoesNotContain("asskey", prompt.Html, StringComparison.Ordinal);
        var entered = await there.Submit(prompt, PagePaths.Prompt, ("code", grace.Phone.NextCode()));
        Assert.Equal(PagePaths.Account, entered.Location);
        Assert.Contains("Made for localhost: it cannot be used at this address", (await there.Open(PagePaths.Security)).Text,
            StringComparison.Ordinal);
        var settings = moved.Services.GetRequiredService<ServerSettings>();
        var found = Assert.Single(await moved.Db.Read(sql => DoctorPasskeys.Look(sql, settings), TestContext.Current.CancellationToken));
        Assert.Equal(FindingLevel.Warn, found.Level);
        Assert.Contains("1 of 1 were made for another name", found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_gives_leave_to_add_another_which_can_take_its_place()
    {
        await using var server = await PasskeySteps.Start();
        var grace = server.People.Grace;
        using var device = new PasskeyDevice();
        using var second = new PasskeyDevice(isSynced: true);
        var browser = await server.Browser(grace);
        await browser.AddPasskey(grace, device);
        var settings = await browser.Open(PagePaths.Security);
        var passkey = settings.Links.Last(link => link.StartsWith(PagePaths.Remove, StringComparison.Ordinal)).Split('/')[^1];
        await browser.Submit(settings, PagePaths.AddStart, ("replaces", passkey));
        var leave = await browser.Answer(await browser.Open($"{PagePaths.AddProve}?way=passkey"), PagePaths.AddProve, device);
        Assert.Equal(PagePaths.Add, leave.Location);

        var page = await browser.Open(PagePaths.AddPasskey);
        await browser.Submit(page, PagePaths.AddPasskey, ("passkey", second.Make(page.Asked(), PasskeySteps.Origin)));

        var entrance = server.Browser();
        var gone = await entrance.Answer(await entrance.Open(PagePaths.SignIn), PagePaths.EnterByPasskey, device);
        Assert.Equal($"{PagePaths.SignIn}?said=passkeyrefused", gone.Location);
        var entered = await entrance.Answer(await entrance.Open(PagePaths.SignIn), PagePaths.EnterByPasskey, second);
        Assert.Equal(PagePaths.Account, entered.Location);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM passkeys"));
    }

    [Fact]
    public async Task One_answer_in_the_hands_of_a_crowd_opens_one_session()
    {
        await using var server = await PasskeySteps.Start(Crowd.WithRoom);
        var grace = server.People.Grace;
        using var device = new PasskeyDevice(isSynced: true); // a counter would tell them apart as well
        await (await server.Browser(grace)).AddPasskey(grace, device);
        for (var round = 0; round < 3; round++)
        {
            var before = await server.SessionsOf(grace);
            var browser = server.Browser();
            var page = await browser.Open(PagePaths.SignIn);
            var form = page.FormOf(PagePaths.EnterByPasskey);
            form["passkey"] = device.Sign(page.Asked(), PasskeySteps.Origin);

            var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => browser.Copy().Post(PagePaths.EnterByPasskey, form)));

            Assert.Equal(1, answers.Count(answer => answer.Location == PagePaths.Account));
            Assert.Equal(before + 1, await server.SessionsOf(grace));
            var late = await browser.Copy().Post(PagePaths.EnterByPasskey, form);
            Assert.Equal($"{PagePaths.SignIn}?said=passkeyover", late.Location);
            Assert.Equal(32, await server.AuditedOf(grace, "authn_token_reuse", "used_code") - (32 * round));
        }

        Assert.Equal(0, await server.Number($"SELECT sum(fail_count) FROM methods WHERE kind = 'passkey'"));
    }

    [Fact]
    public async Task A_command_line_is_told_how_to_go_on_and_is_shown_no_passkeys()
    {
        await using var server = await PasskeySteps.Start();
        var grace = server.People.Grace;
        using var device = new PasskeyDevice();
        var browser = await server.Browser(grace);
        await browser.AddPasskey(grace, device);
        Assert.Single((await server.As(grace).Get("/tfa/status/")).Ok().Body.GetProperty("methods").EnumerateArray());
        var app = (await browser.Open(PagePaths.Security)).Links.First(link => link.StartsWith(PagePaths.Remove, StringComparison.Ordinal));
        await browser.Answer(await browser.Open($"{app}?way=passkey"), app, device);

        var status = (await server.As(grace).Get("/tfa/status/")).Ok();
        Assert.True(status.Body.GetProperty("tfa_enabled").GetBoolean());
        Assert.Empty(status.Body.GetProperty("methods").EnumerateArray());
        var refused = await server.As(grace).Post("/tfa/", new { tfa_method = "totp", code = "123456" });
        Assert.Equal((400, "tfa_method_not_configured"), (refused.Status, refused.Error));
        Assert.Contains("passkey", refused.Msg, StringComparison.Ordinal);
        var key = (await server.As(grace).Post("/tfa/", new { backup_code = grace.BackupCodes[0] })).Ok().Text("session_key")!;
        var asked = await server.With(key).Post("/tfa/authorize-new-method/", new { });
        Assert.Equal((400, "tfa_method_not_configured"), (asked.Status, asked.Error));

        var tf = VssCaller.With(server.Http, grace.Name, TestPerson.Password);
        var sent = await tf.Post("/tf/request-token");
        Assert.Equal(400, sent.Status);
        Assert.Contains("InvalidParameterValue: otp", sent.Text("message"), StringComparison.Ordinal);
        Assert.Contains("InvalidParameterValue: otp", (await tf.Post("/auth/request-token", new { otp = "123456" })).Text("message"),
            StringComparison.Ordinal);
        Assert.Equal(200, (await tf.Post("/auth/request-token", new { otp = grace.BackupCodes[1] })).Status);
    }

    private static string PathOfPrimary(PageAnswer page) =>
        page.Actions.First(action => action.EndsWith("/primary", StringComparison.Ordinal));
}
