using System.Globalization;
using Countersign.Core;
using Countersign.Server.Pages;
using Countersign.Server.Requests;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Proxies;

/// <summary>
/// An application that speaks nothing knows at every request who it is and what was proven; and no longer than that is so.
/// </summary>
public sealed class ForwardStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_signs_in_on_the_way_comes_back_to_where_they_wanted_to_go_and_is_named()
    {
        await using var world = await ForwardWorld.Start();
        var grace = world.Server.People.Grace;
        var guest = world.Guest();

        var led = await guest.SetOut("/a/page?with=this&and=that");
        var door = await guest.Home.Follow(led);
        Assert.Contains("To go on to The intranet.", door.Text, StringComparison.Ordinal);
        var prompt = await guest.Home.Submit(door, "/sign-in", ("name", grace.Email), ("password", TestPerson.Password));
        var signedIn = await guest.Home.Submit(await guest.Home.Follow(prompt), "/sign-in/code", ("code", grace.Phone.NextCode()));
        Assert.Equal(PagePaths.AuthorizeOn, signedIn.Location);
        var on = await guest.Home.Follow(signedIn);
        var back = await guest.Home.Open(on.Links.Single(link => link.StartsWith("/apps/intra/enter?", StringComparison.Ordinal)));
        var arrived = await guest.Own(back.Location!);

        Assert.Equal($"{ForwardWorld.Origin}/a/page?with=this&and=that", arrived.Location);
        Assert.Contains(arrived.Headers.GetValues("Set-Cookie"), cookie =>
            cookie.StartsWith("__Host-countersign=", StringComparison.Ordinal)
            && cookie.EndsWith("; path=/; secure; samesite=lax; httponly", StringComparison.Ordinal));
        Assert.False(arrived.Headers.Contains("Strict-Transport-Security"));
        var let = await guest.Ask("/a/page");
        Assert.Equal(200, let.Status);
        Assert.Equal(("grace", grace.Email), (Guest.Header(let, "Remote-User"), Guest.Header(let, "Remote-Email")));
        Assert.Equal(AppProofRules.SecondFactorAcr, Guest.Header(let, "X-Countersign-Acr"));
        Assert.Equal("pwd otp mfa", Guest.Header(let, "X-Countersign-Amr"));
        var now = world.Server.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(now.ToString(CultureInfo.InvariantCulture), Guest.Header(let, "X-Countersign-Auth-Time"));
        Assert.Equal(1, await world.Server.AuditedOf(grace, "app_entered", "success"));
    }

    [Fact]
    public async Task A_path_may_demand_a_passkey_and_the_application_reads_that_one_was_used()
    {
        await using var world = await ForwardWorld.Start(
            app => app with { Paths = [new("/vault", AppLevel.PhishingResistant, TimeSpan.FromMinutes(10))] },
            ("BASE_URL", PasskeySteps.Origin));
        var grace = world.Server.People.Grace;
        using var device = new PasskeyDevice();
        await (await world.Server.Browser(grace)).AddPasskey(grace, device);
        var guest = await world.Guest(grace);
        await guest.Enter();
        Assert.Equal(AppProofRules.SecondFactorAcr, Guest.Header(await guest.Ask("/"), "X-Countersign-Acr"));
        Assert.Null(await guest.Who("/vault/door"));
        Assert.Null(await guest.Who("/x/../VAULT"));

        var led = await guest.SetOut("/vault/door");
        Assert.Equal(PagePaths.ProvePasskey, led.Location);
        var on = await guest.Home.Follow(await guest.Home.Answer(await guest.Home.Follow(led), PagePaths.ProvePasskey, device));
        var back = await guest.Home.Open(on.Links.Single(link => link.StartsWith("/apps/intra/enter?", StringComparison.Ordinal)));
        Assert.Equal($"{ForwardWorld.Origin}/vault/door", (await guest.Own(back.Location!)).Location);

        var let = await guest.Ask("/vault/door");
        Assert.Equal((200, AppProofRules.PhishingResistantAcr), (let.Status, Guest.Header(let, "X-Countersign-Acr")));
        Assert.Equal("pop user mfa", Guest.Header(let, "X-Countersign-Amr"));
        world.Server.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Null(await guest.Who("/vault/door"));
        Assert.Equal("grace", await guest.Who("/"));
        var barbara = await (await world.Guest(world.Server.People.Barbara)).SetOut("/vault/door");
        Assert.Contains("The intranet asks for a passkey", barbara.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_request_writes_anything_and_the_second_of_a_person_asks_one_question()
    {
        await using var world = await ForwardWorld.Start();
        var guest = await world.Guest(world.Server.People.Grace);
        await guest.Enter();
        var before = await Written(world);

        for (var n = 0; n < 20; n++) Assert.Equal("grace", await guest.Who($"/page/{n}"));
        await world.Server.Verb<CredentialDecisions>().TellAll(Ct);

        Assert.Equal(before, await Written(world));
    }

    [Theory]
    [InlineData("signed out")]
    [InlineData("signed out there")]
    [InlineData("all sessions ended")]
    [InlineData("disabled")]
    [InlineData("deleted")]
    [InlineData("password changed")]
    [InlineData("second factor removed")]
    [InlineData("application removed")]
    [InlineData("session over")]
    public async Task What_ends_a_sign_in_shuts_the_person_out_with_the_next_request_on_every_server(string what)
    {
        await using var world = await ForwardWorld.Start();
        var (grace, server) = (world.Server.People.Grace, world.Server);
        var guest = await world.Guest(grace);
        await guest.Enter();
        var (late, thief) = (await guest.At(ForwardWorld.Origin).Code(), guest.Stolen(server.Browser()));
        Assert.Equal(("grace", "grace"), (await guest.Who(), await thief.Who()));

        var id = await server.IdOf(grace);
        if (what is "signed out") await guest.Home.Submit(await guest.Home.Open(PagePaths.Security), PagePaths.SignOut);
        if (what is "signed out there") await SignOutThere(guest);
        if (what is "all sessions ended")
        {
            var other = await server.Browser(grace);
            await other.Submit(await other.Open(PagePaths.Security), $"{PagePaths.Sessions}/others");
        }

        if (what is "disabled") await server.Change(tx => tx.Execute($"UPDATE accounts SET disabled_at = {tx.Now} WHERE id = {id}"));
        if (what is "deleted") await server.Change(tx => tx.Execute($"DELETE FROM accounts WHERE id = {id}"));
        if (what is "password changed")
            await guest.Home.Submit(
                await guest.Home.Open(PagePaths.PasswordChange), PagePaths.PasswordChange,
                ("old", TestPerson.Password), ("password", "another-horse-battery"));
        if (what is "second factor removed") await server.Change(tx => tx.Execute($"DELETE FROM methods WHERE account_id = {id}"));
        if (what is "application removed") await server.Change(tx => tx.Execute($"DELETE FROM applications"));
        if (what is "session over") server.Clock.Advance(TimeSpan.FromHours(24));

        Assert.Equal((null, null), (await guest.Who(), await thief.Who()));
        if (what is not "second factor removed") await guest.Own(late); // whatever it gives there, nobody passes by it
        Assert.Null(await guest.Who());
    }

    [Fact]
    [Trait("Store", "file")]
    public async Task What_another_process_ends_is_over_with_the_next_request_too()
    {
        await using var world = await ForwardWorld.Start();
        var guest = await world.Guest(world.Server.People.Grace);
        await guest.Enter();
        Assert.Equal(("grace", "grace"), (await guest.Who(), await guest.Who()));

        await using (var other = new SqliteDb(Path.Combine(world.Server.Folder, "countersign.db"), world.Server.Clock))
            await other.Write(tx => tx.Execute($"UPDATE sessions SET ended_at = {tx.Now}"), Ct);

        Assert.Null(await guest.Who());
    }

    [Fact]
    public async Task What_a_path_demands_is_proven_in_the_middle_of_a_session_and_leads_back_to_the_exact_address()
    {
        await using var world = await ForwardWorld.Start();
        var grace = world.Server.People.Grace;
        var guest = await world.Guest(grace);
        await guest.Enter();
        Assert.Equal("grace", await guest.Who("/admin/x"));
        world.Server.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(("grace", null), (await guest.Who("/"), await guest.Who("/admin/x")));

        var led = await guest.SetOut("/admin/x?n=1");
        Assert.Equal(PagePaths.ProveAgain, led.Location);
        var proven = await guest.Home.Submit(await guest.Home.Follow(led), PagePaths.ProveAgain, ("code", grace.Phone.NextCode()));
        var on = await guest.Home.Follow(proven);
        var back = await guest.Home.Open(on.Links.Single(link => link.StartsWith("/apps/intra/enter?", StringComparison.Ordinal)));
        var arrived = await guest.Own(back.Location!);

        Assert.Equal($"{ForwardWorld.Origin}/admin/x?n=1", arrived.Location);
        Assert.Equal("grace", await guest.Who("/admin/x"));
    }

    [Fact]
    public async Task Who_has_a_password_only_goes_where_that_is_enough_and_gets_a_second_factor_first_elsewhere()
    {
        await using var world = await ForwardWorld.Start();
        var guest = await world.Guest(world.Server.People.Ada);
        await guest.Enter("/staff/room");

        Assert.Equal(("ada", null), (await guest.Who("/staff"), await guest.Who("/")));
        Assert.Equal(AppProofRules.PasswordAcr, Guest.Header(await guest.Ask("/staff"), "X-Countersign-Acr"));
        Assert.Contains("The intranet asks for a second factor", (await guest.SetOut("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anybody_comes_to_an_open_path_and_whoever_is_known_is_named_there_too()
    {
        await using var world = await ForwardWorld.Start();
        var (stranger, guest) = (world.Guest(), await world.Guest(world.Server.People.Grace));
        await guest.Enter();

        var open = await stranger.Ask("/public/page", ("Remote-User", "grace"));
        Assert.Equal(200, open.Status);
        foreach (var name in (string[])["Remote-User", "Remote-Email", "Remote-Name", "X-Countersign-Acr", "X-Countersign-Amr",
            "X-Countersign-Auth-Time", "X-Countersign-Subject"]) Assert.Equal("", Guest.Header(open, name));
        Assert.Equal(("grace", null), (await guest.Who("/public"), await stranger.Who("/publications")));
        await world.Server.Change(tx => tx.Execute($"DELETE FROM applications"));
        Assert.Null(await stranger.Who("/public/page"));
    }

    [Fact]
    public async Task What_is_sent_or_asked_by_a_program_is_refused_and_not_led_away()
    {
        await using var world = await ForwardWorld.Start();
        var guest = world.Guest();
        const string accept = "Accept";

        foreach (var said in ((string, string)[])
            [("X-Forwarded-Method", "POST"), ("X-Requested-With", "XMLHttpRequest"), (accept, "application/json"),
             (accept, "text/event-stream"), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Mode", "websocket"),
             ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")])
        {
            var refused = await guest.Ask("/form", said);
            Assert.Equal((401, null, "Countersign"), (refused.Status, refused.Location, Guest.Header(refused, "WWW-Authenticate")));
            Assert.Equal("(none)", Guest.Header(refused, "X-Countersign-Sign-In"));
        }

        var posted = await guest.Ask("/form", ("X-Forwarded-Method", "POST"));
        Assert.Contains("is not lost: sign in in another tab", posted.Text, StringComparison.Ordinal);
        Assert.Equal($"{ForwardWorld.Origin}/.countersign/start?rd=%2F", posted.Links.Single());
        var asked = await guest.Ask("/data", (accept, "application/json"));
        Assert.Equal("sign_in_required", System.Text.Json.JsonElement.Parse(asked.Html).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_proxy_that_has_an_answer_of_its_own_gets_401_with_the_address_in_a_header()
    {
        await using var world = await ForwardWorld.Start();
        var guest = world.Guest();

        var asked = await guest.Ask("", ("X-Original-URL", $"{ForwardWorld.Origin}/a?b=c"));

        var start = $"{ForwardWorld.Origin}/.countersign/start?rd=%2Fa%3Fb%3Dc";
        Assert.Equal((401, start, start), (asked.Status, asked.Location, Guest.Header(asked, "X-Countersign-Sign-In")));
    }

    [Fact]
    public async Task A_name_cannot_end_a_header_nor_be_another_one()
    {
        await using var world = await ForwardWorld.Start();
        var id = await world.Server.IdOf(world.Server.People.Grace);
        const string name = "Grace 100% Höpper\r\nRemote-User: root";
        await world.Server.Change(tx => tx.Execute($"UPDATE accounts SET full_name = {name} WHERE id = {id}"));
        var guest = await world.Guest(world.Server.People.Grace);
        await guest.Enter();

        var let = await guest.Ask("/");

        Assert.Equal("grace", Guest.Header(let, "Remote-User"));
        Assert.Equal("Grace 100%25 H%C3%B6pper%0D%0ARemote-User: root", Guest.Header(let, "Remote-Name"));
        Assert.Equal(name, Uri.UnescapeDataString(Guest.Header(let, "Remote-Name")));
    }

    [Fact]
    public async Task A_proxy_that_asks_by_the_address_itself_is_answered_alike()
    {
        await using var world = await ForwardWorld.Start();
        var guest = await world.Guest(world.Server.People.Grace);
        (string, string)[] asEnvoyDoes = [("X-Forwarded-Host", ""), ("Host", "intra.example")];

        var led = await guest.Send($"{ProxyPaths.AskBefore}/a/page?with=this", asEnvoyDoes);
        Assert.Equal((302, $"{ForwardWorld.Origin}/.countersign/start?rd=%2Fa%2Fpage%3Fwith%3Dthis"), (led.Status, led.Location));
        await guest.Enter();
        Assert.Equal("grace", Guest.Header(await guest.Send($"{ProxyPaths.AskBefore}/a/page?with=this", asEnvoyDoes), "Remote-User"));
        Assert.Equal(400, (await guest.Send($"{ProxyPaths.AskBefore}/a", [.. asEnvoyDoes, ("X-Forwarded-Uri", "/public")])).Status);
        Assert.Equal(400, (await guest.Send($"{ProxyPaths.AskBefore}/a", [("Host", "intra.example"), ("X-Original-URL", "x")])).Status);
        Assert.Equal(200, (await world.Guest().Send($"{ProxyPaths.AskBefore}/public", asEnvoyDoes)).Status);
    }

    [Fact]
    public async Task Signing_out_there_offers_to_sign_out_here_and_is_written_down()
    {
        await using var world = await ForwardWorld.Start();
        var grace = world.Server.People.Grace;
        var guest = await world.Guest(grace);
        await guest.Enter();

        Assert.Equal("grace", await guest.Who());
        var left = await SignOutThere(guest);
        Assert.Contains("You are signed out of The intranet", left.Text, StringComparison.Ordinal);
        Assert.Contains("still signed in as grace", left.Text, StringComparison.Ordinal);
        Assert.Equal(1, await world.Server.AuditedOf(grace, "app_left", "success"));
        await guest.Home.Submit(left, PagePaths.SignOut);
        Assert.StartsWith(PagePaths.SignIn, (await guest.SetOut("/")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_rotated_away_leads_people_through_our_pages_once_more()
    {
        await using var world = await ForwardWorld.Start();
        var keys = world.Server.Verb<KeyRing>();
        var guest = await world.Guest(world.Server.People.Grace);
        await guest.Enter();
        var first = keys.Active;
        keys.AddActive(world.Server.Clock.GetUtcNow());
        Assert.Equal("grace", await guest.Who());

        keys.Remove(first);

        Assert.Null(await guest.Who());
    }

    [Fact]
    public async Task Decisions_are_gathered_in_the_audit_log()
    {
        await using var world = await ForwardWorld.Start();
        var (grace, server) = (world.Server.People.Grace, world.Server);
        var guest = await world.Guest(grace);
        await guest.Enter();
        for (var n = 0; n < 3; n++) await guest.Ask("/", ("X-Forwarded-For", "203.0.113.7"));
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        for (var n = 0; n < 2; n++) await guest.Ask("/admin");
        await guest.At("https://other.example").Ask("/");
        await guest.Home.Submit(await guest.Home.Open(PagePaths.Security), PagePaths.SignOut);
        await guest.Ask("/");
        await server.Verb<CredentialDecisions>().TellAll(Ct);
        await server.Verb<FalseCredentials>().TellAll(Ct);

        Assert.Equal(1, await Told(server, "authn_token_used", "success", 3));
        Assert.Equal(1, await Told(server, "authz_fail", "second_factor_needed", 2));
        Assert.Equal(1, await Told(server, "authn_token_refused", "ended_credential", 1));
        Assert.Equal(1, await Told(server, "authn_token_refused", "unknown_app", 1));
        Assert.Equal(3, await server.Number($"SELECT count(*) FROM audit_log WHERE api_route = '/forward-auth intra'"));
    }

    private static Task<long> Told(TestServer server, string what, string how, int tries)
    {
        var args = $"%\"tries\":\"{tries.ToString(CultureInfo.InvariantCulture)}\"%";
        return server.Number($"SELECT count(*) FROM audit_log WHERE event = {what} AND outcome = {how} AND args LIKE {args}");
    }

    private static async Task<PageAnswer> SignOutThere(Guest guest)
    {
        var led = await guest.Own(ProxyPaths.SignOut);
        var asked = await guest.Home.Open(new Uri(led.Location!).PathAndQuery);
        Assert.Contains("Sign out of The intranet?", asked.Text, StringComparison.Ordinal);
        return await guest.Home.Follow(await guest.Home.Submit(asked, "/apps/intra/leave"));
    }

    private static async Task<string> Written(ForwardWorld world) => string.Join(' ', await world.Server.Db.Ask(async sql => (long[])
    [
        await sql.Number($"""
            SELECT (SELECT count(*) FROM audit_log) + (SELECT count(*) FROM app_grants) + (SELECT count(*) FROM app_tokens)
                   + (SELECT coalesce(max(last_seen_at), 0) FROM sessions) + (SELECT coalesce(max(used_at), 0) FROM applications)
            """),
    ], Ct));
}
