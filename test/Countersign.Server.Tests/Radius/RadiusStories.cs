using System.Net;
using System.Net.Sockets;
using System.Text;
using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Radius;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Radius;

/// <summary>People sign in at what asks by RADIUS.</summary>
public sealed class RadiusStories
{
    private const string Denied = "Not let in. Check the name and the password; after several tries, wait before the next one.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_is_asked_for_a_code_and_the_code_lets_in_and_no_session_is_left()
    {
        await using var world = await RadiusWorld.Start();
        var grace = world.Server.People.Grace;

        var asked = await world.Vpn.Ask("grace", TestPerson.Password);
        Assert.Equal((RadiusCode.AccessChallenge, "Enter the code of your authenticator app, or a recovery code."), (asked.Code, asked.Message));
        var let = await world.Vpn.Ask(
            "grace", grace.Phone.NextCode(), asked.State, new RadiusField(RadiusKind.CallingStationId, "198.51.100.7 <b>"u8.ToArray()));

        Assert.Equal((RadiusCode.AccessAccept, ""), (let.Code, let.Message));
        Assert.Equal(0, await world.Server.SessionsOf(grace));
        Assert.Equal(1, await world.Server.AuditedOf(grace, "authn_login_success", "success"));
        Assert.Equal(1, await world.Server.Number($"""
            SELECT count(*) FROM audit_log WHERE event = 'app_entered' AND factor = 'totp' AND ip_address = '127.0.0.1'
              AND args LIKE '%"app":"vpn"%' AND args LIKE '%"station":"198.51.100.7 b"%' AND credential LIKE 'password:app:%'
            """));
        Assert.Equal(1, await world.Server.Number($"SELECT count(*) FROM applications WHERE used_at IS NOT NULL"));
    }

    // A client that connects again by itself gives the password again and again.
    [Fact]
    public async Task A_password_that_is_given_again_and_again_takes_nobodys_code_away_and_sends_no_other_at_once()
    {
        await using var world = await RadiusWorld.Start();
        var linus = world.Server.People.Linus;
        var asked = await world.Vpn.Ask("linus", TestPerson.Password);
        var code = (await world.Server.Inbox.Next(linus.Number!, Ct)).Code;
        for (var n = 0; n < 12; n++) asked = await world.Vpn.Ask("linus", TestPerson.Password);

        Assert.Equal("Enter the code that was sent to your phone, or a recovery code.", asked.Message);
        Assert.Equal(1, await world.Server.Number($"SELECT count(*) FROM outbox WHERE destination = {linus.Number}"));
        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("linus", code, asked.State)).Code);
    }

    [Fact]
    public async Task Where_messages_are_used_up_nobody_is_told_that_one_was_sent()
    {
        await using var world = await RadiusWorld.Start(("SMS_PER_ACCOUNT_SHORT", "1/10m"));
        await world.Vpn.Ask("linus", TestPerson.Password);
        world.Server.Clock.Advance(TimeSpan.FromSeconds(31));

        var asked = await world.Vpn.Ask("linus", TestPerson.Password);

        Assert.Equal("Too many messages were sent. Enter the last code that you got, or a recovery code.", asked.Message);
    }

    // Its rules and counts go by a name; whoever is barred there as grace is not let in as somebody else.
    [Fact]
    public async Task An_accept_says_who_it_is_however_the_name_was_spelled_and_what_cannot_be_seen_is_no_name()
    {
        await using var world = await RadiusWorld.Start();
        var grace = world.Server.People.Grace;

        foreach (var name in (string[])["GRACE", "Grace@Example.ORG"])
        {
            var let = await world.Vpn.Ask(name, $"{TestPerson.Password},{grace.Phone.NextCode()}");
            Assert.Equal(
                (RadiusCode.AccessAccept, "grace"),
                (let.Code, Encoding.UTF8.GetString(Assert.Single(let.Packet.Of(RadiusKind.UserName)).Span)));
        }

        foreach (var name in (string[])["\u202Egrace", "grace\u200B", " grace ", "\uFF47race"])
            Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.Ask(name, $"{TestPerson.Password},{grace.Phone.NextCode()}")).Code);
    }

    // Whoever listens on the way has no secret, and all that was said.
    [Fact]
    public async Task A_request_that_somebody_caught_counts_once_wherever_it_is_sent_from()
    {
        await using var world = await RadiusWorld.Start();
        var grace = world.Server.People.Grace;
        var caught = world.Vpn.Request("grace", $"{TestPerson.Password},{grace.Phone.WrongCode()}");

        for (var n = 0; n < 8; n++) Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.Send(caught))!.Code);

        Assert.Equal(1, await world.Server.AuditedOf(grace, "authn_login_fail", "wrong_code"));
    }

    [Fact]
    public async Task A_code_in_one_field_with_the_password_lets_in()
    {
        await using var world = await RadiusWorld.Start();
        var grace = world.Server.People.Grace;

        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("grace", $"{TestPerson.Password},{grace.Phone.NextCode()}")).Code);
        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("grace@example.org", $"{TestPerson.Password},{grace.BackupCodes[0]}")).Code);
        Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.Ask("grace", $"{TestPerson.Password},{grace.BackupCodes[0]}")).Code);
        Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.Ask("grace", $"{TestPerson.Password},{grace.Phone.WrongCode()}")).Code);
        Assert.Equal(1, await world.Server.AuditedOf(grace, "authn_login_fail", "wrong_code"));
        Assert.Equal(0, await world.Server.SessionsOf(grace));
    }

    [Fact]
    public async Task A_wrong_password_is_one_try_and_says_the_same_whatever_is_behind_it()
    {
        await using var world = await RadiusWorld.Start();
        var grace = world.Server.People.Grace;

        foreach (var (name, typed) in ((string, string)[])
            [("grace", "wrong"), ("grace", $"wrong,{grace.Phone.Code()}"), ("nobody", TestPerson.Password), ("nobody", "wrong,123456")])
            Assert.Equal((RadiusCode.AccessReject, Denied), Said(await world.Vpn.Ask(name, typed)));

        Assert.Equal(2, await world.Server.AuditedOf(grace, "authn_login_fail", "wrong_password"));
        Assert.Equal(2, await world.Server.Number($"SELECT sum(failures) FROM password_waits WHERE bucket LIKE 'name:grace@%'"));

        // Of a right code behind a wrong password nothing was spent.
        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("grace", $"{TestPerson.Password},{grace.Phone.Code()}")).Code);
    }

    [Fact]
    public async Task A_text_message_is_sent_when_it_is_asked_for_and_a_slip_may_be_mended()
    {
        await using var world = await RadiusWorld.Start();
        var linus = world.Server.People.Linus;

        var asked = await world.Vpn.Ask("linus", TestPerson.Password);
        Assert.Equal(RadiusCode.AccessChallenge, asked.Code);
        Assert.Contains("sent to your phone", asked.Message, StringComparison.Ordinal);
        var code = (await world.Server.Inbox.Next(linus.Number!, Ct)).Code;

        var again = await world.Vpn.Ask("linus", code == "000000" ? "000001" : "000000", asked.State);
        Assert.Equal((RadiusCode.AccessChallenge, "That code was not accepted. Enter another one, or a recovery code."), Said(again));
        Assert.NotEqual(asked.State, again.State);
        Assert.Equal((RadiusCode.AccessReject, "This sign-in is over. Begin again with your password."),
            Said(await world.Vpn.Ask("linus", code, asked.State)));
        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("linus", code, again.State)).Code);
        Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.Ask("linus", code, again.State)).Code);
    }

    [Fact]
    public async Task Whoever_begins_again_in_a_moment_waits_for_the_code_that_is_on_its_way()
    {
        await using var world = await RadiusWorld.Start();
        await world.Vpn.Ask("linus", TestPerson.Password);
        var code = (await world.Server.Inbox.Next(world.Server.People.Linus.Number!, Ct)).Code;

        var second = await world.Vpn.Ask("linus", TestPerson.Password);
        Assert.Equal(RadiusCode.AccessChallenge, second.Code);
        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("linus", code, second.State)).Code);
        Assert.Equal(1, await world.Server.AuditedOf(world.Server.People.Linus, "code_sent", "success"));
    }

    [Fact]
    public async Task A_client_that_knows_no_challenge_gets_the_code_sent_first_and_takes_it_behind_the_password()
    {
        await using var world = await RadiusWorld.Start();
        Assert.Contains("Give the password alone first",
            (await world.Vpn.Ask("linus", $"{TestPerson.Password},123456")).Message, StringComparison.Ordinal);
        await world.Vpn.Ask("linus", TestPerson.Password);
        var code = (await world.Server.Inbox.Next(world.Server.People.Linus.Number!, Ct)).Code;

        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("linus", $"{TestPerson.Password},{code}")).Code);
        Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.Ask("linus", $"{TestPerson.Password},{code}")).Code);
    }

    [Fact]
    public async Task A_recovery_code_answers_a_challenge_once()
    {
        await using var world = await RadiusWorld.Start();
        var code = world.Server.People.Linus.BackupCodes[0];
        var (first, second) = (await world.Vpn.Ask("linus", TestPerson.Password), await world.Vpn.Ask("linus", TestPerson.Password));

        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("linus", code, first.State)).Code);
        Assert.Equal(RadiusCode.AccessChallenge, (await world.Vpn.Ask("linus", code, second.State)).Code);
    }

    [Fact]
    public async Task Whoever_has_no_second_factor_is_told_to_turn_it_on_once_the_password_was_right()
    {
        await using var world = await RadiusWorld.Start();
        var refused = await world.Vpn.Ask("ada", TestPerson.Password);

        Assert.Equal((RadiusCode.AccessReject, $"You need a second factor, and have none yet. Turn it on at {world.Server.Url}/, then come again."),
            Said(refused));
        Assert.Equal((RadiusCode.AccessReject, Denied), Said(await world.Vpn.Ask("ada", "wrong")));
    }

    [Fact]
    public async Task Where_the_password_is_enough_it_is_so_for_those_alone_who_have_no_second_factor()
    {
        await using var world = await RadiusWorld.Start(AppLevel.Password);
        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("ada", TestPerson.Password)).Code);
        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("ada", $"{TestPerson.Password},123456")).Code);
        Assert.Equal(RadiusCode.AccessChallenge, (await world.Vpn.Ask("grace", TestPerson.Password)).Code);
        Assert.Equal(0, await world.Server.SessionsOf(world.Server.People.Ada));
    }

    [Fact]
    public async Task Where_everybody_must_have_a_second_factor_a_password_is_enough_nowhere()
    {
        await using var world = await RadiusWorld.Start(AppLevel.Password, ("REQUIRE_2FA", "on"));
        Assert.Contains("Turn it on at", (await world.Vpn.Ask("ada", TestPerson.Password)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_codes_lock_as_they_do_everywhere()
    {
        await using var world = await RadiusWorld.Start();
        var grace = world.Server.People.Grace;
        var heard = await world.Vpn.Ask("grace", TestPerson.Password);
        for (var n = 1; n < 5; n++) heard = await world.Vpn.Ask("grace", grace.Phone.WrongCode(), heard.State);
        Assert.Equal(RadiusCode.AccessChallenge, heard.Code);

        var locked = await world.Vpn.Ask("grace", grace.Phone.WrongCode(), heard.State);
        Assert.Equal((RadiusCode.AccessReject, "Too many wrong codes. Try again later."), Said(locked));
        var right = await world.Vpn.Ask("grace", $"{TestPerson.Password},{grace.Phone.NextCode()}");
        Assert.Equal((RadiusCode.AccessReject, "Too many wrong codes. Try again later."), Said(right));
        Assert.Equal(1, await world.Server.Number($"SELECT count(*) FROM audit_log WHERE event = 'authn_login_lock'"));
    }

    [Fact]
    public async Task What_is_no_code_costs_nothing()
    {
        await using var world = await RadiusWorld.Start();
        var heard = await world.Vpn.Ask("grace", TestPerson.Password);
        for (var n = 0; n < 8; n++) heard = await world.Vpn.Ask("grace", n % 2 == 0 ? "hello" : "", heard.State);
        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("grace", world.Server.People.Grace.Phone.NextCode(), heard.State)).Code);
    }

    [Fact]
    public async Task A_state_is_good_for_its_application_its_machine_and_its_person_and_for_five_minutes()
    {
        await using var world = await RadiusWorld.Start();
        var phone = world.Server.People.Grace.Phone;
        async Task<byte[]> State() => (await world.Vpn.Ask("grace", TestPerson.Password)).State!;

        Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.At("another").Ask("grace", phone.Code(), await State())).Code);
        Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.Ask("linus", phone.Code(), await State())).Code);
        Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.Ask("grace", phone.Code(), "tfs_made-up"u8.ToArray())).Code);
        Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.Ask("grace", phone.Code(), new byte[200])).Code);

        var late = await State();
        var door = await State();
        var web = await world.Server.Stranger().Post(
            "/tfa/", new { tfa_method = "totp", code = phone.Code(), secret = Encoding.ASCII.GetString(door) });
        Assert.NotEqual(200, web.Status);
        world.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.Ask("grace", phone.Code(), late)).Code);

        // A factor of before is another one now.
        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("grace", phone.NextCode(), await State())).Code);
    }

    [Fact]
    public async Task A_question_that_comes_again_gets_the_same_answer_and_spends_nothing()
    {
        await using var world = await RadiusWorld.Start();
        var grace = world.Server.People.Grace;
        using var port = new UdpClient(AddressFamily.InterNetwork);
        var request = world.Vpn.Request("grace", $"{TestPerson.Password},{grace.Phone.NextCode()}");

        var first = (await world.Vpn.Send(request, by: port))!;
        var second = (await world.Vpn.Send(request, by: port))!;
        Assert.Equal(RadiusCode.AccessAccept, first.Code);
        Assert.Equal(first.Raw, second.Raw);
        Assert.Equal(1, await world.Server.Number($"SELECT count(*) FROM audit_log WHERE event = 'app_entered'"));
        Assert.Equal(0, await world.Server.AuditedOf(grace, "authn_token_reuse", "used_code"));

        // From another port it is the same question, and whoever caught it hears nothing that they have not caught as well.
        Assert.Equal(first.Raw, (await world.Vpn.Send(request))!.Raw);
        Assert.Equal(1, await world.Server.Number($"SELECT count(*) FROM audit_log WHERE event = 'app_entered'"));
    }

    [Fact]
    public async Task What_a_proxy_sends_comes_back_to_it_as_it_was()
    {
        await using var world = await RadiusWorld.Start();
        RadiusField[] sent =
        [
            new(RadiusKind.ProxyState, new byte[] { 1, 2, 3 }), new(RadiusKind.ProxyState, new byte[253]),
            new(RadiusKind.ProxyState, Array.Empty<byte>()),
        ];
        var heard = await world.Vpn.Ask("grace", "wrong", null, sent);
        Assert.Equal(sent.Select(each => each.Value.ToArray()), heard.Packet.Of(RadiusKind.ProxyState).Select(each => each.ToArray()));

        // There is no room for our words beside so many; what the proxy needs is there.
        var many = Enumerable.Repeat(new RadiusField(RadiusKind.ProxyState, new byte[253]), 15).ToArray();
        var full = await world.Vpn.Ask("grace", "wrong", null, [.. many, new(RadiusKind.ProxyState, new byte[200])]);
        Assert.Equal((RadiusCode.AccessReject, "", 16), (full.Code, full.Message, full.Packet.Of(RadiusKind.ProxyState).Count()));
    }

    [Fact]
    public async Task A_new_secret_is_good_beside_the_old_one_for_a_day_and_a_removed_application_hears_nothing_more()
    {
        await using var world = await RadiusWorld.Start();
        var rotate = world.Server.Services.GetRequiredService<RotateApp>();
        var renewed = new RadiusCaller(world.Port, (await rotate.Run("olga", "vpn", PastSecret.GoodForADay, Ct))!.Reveal());

        Assert.NotNull(await world.Vpn.Send(world.Vpn.Status()));
        Assert.NotNull(await renewed.Send(renewed.Status()));
        world.Server.Clock.Advance(TimeSpan.FromHours(25));
        await world.Vpn.Unheard(world.Vpn.Status());
        var last = new RadiusCaller(world.Port, (await rotate.Run("olga", "vpn", PastSecret.OverAtOnce, Ct))!.Reveal());
        await renewed.Unheard(renewed.Status());
        Assert.NotNull(await last.Send(last.Status()));

        Assert.True(await world.Server.Services.GetRequiredService<RemoveApp>().Run("olga", "vpn", Ct));
        await last.Unheard(last.Status());
        Assert.Equal(0, await world.Server.Number($"SELECT count(*) FROM app_secrets"));
    }

    [Fact]
    public async Task The_narrowest_network_says_which_application_asks_also_by_ipv6()
    {
        var port = FreePort.NextForDatagrams();
        await using var server = await TestServer.Start(("RADIUS", $"[::]:{port}"));
        var (wide, narrow, six) = (
            await RadiusWorld.Add(server, "wide", AppLevel.SecondFactor, "127.0.0.0/8"),
            await RadiusWorld.Add(server, "narrow", AppLevel.SecondFactor, "127.0.0.1"),
            await RadiusWorld.Add(server, "six", AppLevel.SecondFactor, "::1"));
        var (byWide, byNarrow) = (new RadiusCaller(port, wide), new RadiusCaller(port, narrow));
        var bySix = new RadiusCaller(port, six) { Server = IPAddress.IPv6Loopback };

        Assert.NotNull(await byNarrow.Send(byNarrow.Status()));
        Assert.NotNull(await bySix.Send(bySix.Status()));
        await byWide.Unheard(byWide.Status());
    }

    private static (RadiusCode, string) Said(Heard heard) => (heard.Code, heard.Message);
}
