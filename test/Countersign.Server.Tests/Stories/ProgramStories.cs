using Countersign.Server.Accounts;
using Countersign.Server.Pages;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>A command line is signed in by somebody who is signed in at a page, and by nobody else.</summary>
public sealed class ProgramStories
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_signed_in_allows_it_and_the_program_gets_a_session_that_may_change_things()
    {
        await using var server = await TestServer.Start();
        var (browser, program) = (await server.Browser(server.People.Grace), new AskingTestProgram());

        var page = await browser.Open(program.Path);
        Assert.Contains("A command line on this computer asks for a session as grace.", page.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Only go on if you have just typed this yourself: countersign login --browser", page.Text, StringComparison.Ordinal);
        var led = await browser.Submit(page, PagePaths.Program, ("answer", "allow"));

        Assert.Equal(303, led.Status);
        Assert.StartsWith($"http://127.0.0.1:{AskingTestProgram.Port}/?code=prg_", led.Location, StringComparison.Ordinal);
        Assert.EndsWith($"&state={program.State}", led.Location, StringComparison.Ordinal);
        server.Clock.Advance(TimeSpan.FromSeconds(59));
        var login = (await server.Fetch(program, AskingTestProgram.CodeIn(led.Location))).Ok();
        Assert.Equal("grace", login.Text("username"));
        Assert.Equal(server.Clock.GetUtcNow().AddHours(24).ToUnixTimeSeconds(), login["session_expires_at"].GetInt64());
        Assert.False(login.Headers.Contains("Set-Cookie"));
        var session = server.With(login.Text("session_key")!);
        (await session.Post("/auth/apikeys/", new { name = "mine" })).Ok();
        Assert.Equal(1, await server.AuditedOf(server.People.Grace, "program_allowed", "success"));
        Assert.Equal(1, await server.AuditedOf(server.People.Grace, "authn_login_success", "allowed_at_page"));
        var activity = await browser.Open(PagePaths.Activity);
        Assert.Contains("A command line signed in that was allowed in a browser", activity.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_comes_back_to_it_after_the_whole_sign_in()
    {
        await using var server = await TestServer.Start();
        var (grace, browser, program) = (server.People.Grace, server.Browser(), new AskingTestProgram());

        var door = await browser.Follow(await browser.Open(program.Path));
        var prompt = await browser.Submit(door, PagePaths.SignIn, ("name", "grace"), ("password", TestPerson.Password));
        Assert.Equal(PagePaths.SignIn, (await browser.Open(program.Path)).Location);
        var led = await browser.Submit(await browser.Follow(prompt), PagePaths.Prompt, ("code", grace.Phone.NextCode()));

        Assert.Equal(program.Path, led.Location);
        Assert.Contains("session as grace", (await browser.Follow(led)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_no_leads_back_without_a_code_and_leaves_nothing()
    {
        await using var server = await TestServer.Start();
        var (browser, program) = (await server.Browser(server.People.Ada), new AskingTestProgram());

        var led = await browser.Answer(program, "refuse");

        Assert.Equal($"http://127.0.0.1:{AskingTestProgram.Port}/?error=access_denied&state={program.State}", led.Location);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM program_grants"));
    }

    public static TheoryData<string, string?> Wrong => new()
    {
        { "port", null }, { "port", "80" }, { "port", "51234@evil.example" }, { "port", "51234/../" }, { "port", "0051234" },
        { "port", "evil.example" }, { "port", "http://evil.example" }, { "port", "-1" }, { "port", "51234\r\nX: y" }, { "port", "70000" },
        { "state", null }, { "state", "short" }, { "state", new string('a', 129) }, { "state", $"{new string('a', 30)}&x=y" },
        { "state", $"{new string('a', 30)}\r\nX: {new string('a', 30)}" }, { "state", $"{new string('a', 30)}é" },
        { "code_challenge", null }, { "code_challenge", "abc" }, { "code_challenge", new string('a', 44) },
        { "code_challenge_method", null }, { "code_challenge_method", "plain" }, { "code_challenge_method", "s256" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_not_whole_leads_nowhere_whether_it_is_opened_or_sent(string part, string? value)
    {
        await using var server = await TestServer.Start();
        var (browser, program) = (await server.Browser(server.People.Ada), new AskingTestProgram());
        var parts = program.Parts;
        if (value is null) parts.Remove(part);
        else parts[part] = value;

        var query = string.Join('&', parts.Select(each => $"{each.Key}={Uri.EscapeDataString(each.Value)}"));
        var opened = await browser.Open($"{PagePaths.Program}?{query}");
        var form = (await browser.Open(program.Path)).FormOf(PagePaths.Program);
        if (value is null) form.Remove(part);
        else form[part] = value;
        var allowed = await browser.Post(PagePaths.Program, [.. form, new("answer", "allow")]);
        var refused = await browser.Post(PagePaths.Program, [.. form, new("answer", "refuse")]);

        foreach (var answer in new[] { opened, allowed, refused })
        {
            Assert.Equal((400, null), (answer.Status, answer.Location));
            Assert.Contains(
                "form-action 'self';", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM program_grants"));
    }

    [Fact]
    public async Task Only_its_own_forms_may_lead_to_the_program_and_only_to_its_port()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(server.People.Ada);

        var page = await browser.Open(new AskingTestProgram().Path);

        Assert.Contains(
            $"form-action 'self' http://127.0.0.1:{AskingTestProgram.Port};",
            string.Join(' ', page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("form-action 'self';", string.Join(
            ' ', (await browser.Open(PagePaths.ApiKeys)).Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_site_or_of_nobody_allows_nothing()
    {
        await using var server = await TestServer.Start();
        var (browser, program) = (await server.Browser(server.People.Ada), new AskingTestProgram());
        var form = (await browser.Open(program.Path)).FormOf(PagePaths.Program);
        form["answer"] = "allow";

        browser.Headers["Sec-Fetch-Site"] = "cross-site";
        Assert.Equal(403, (await browser.Post(PagePaths.Program, form)).Status);
        browser.Headers["Sec-Fetch-Site"] = "same-origin";
        form[FormTokens.Field] = "made-up";
        Assert.Equal(403, (await browser.Post(PagePaths.Program, form)).Status);

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM program_grants"));
    }

    [Fact]
    public async Task Wrong_used_over_and_never_given_are_one_answer_and_a_wrong_try_takes_nothing_away()
    {
        await using var server = await TestServer.Start();
        var (browser, program) = (await server.Browser(server.People.Ada), new AskingTestProgram());
        var code = await browser.Allow(program);

        VastAnswer[] wrong =
        [
            await server.Fetch(program, code, verifier: new AskingTestProgram().Verifier),
            await server.Fetch(program, code, verifier: "short"),
            await server.Fetch(program, code, port: AskingTestProgram.Port + 1),
            await server.Fetch(program, code, port: 80),
            await server.Fetch(program, "prg_made-up"),
            await server.Fetch(program, code[..^1]),
        ];
        (await server.Fetch(program, code)).Ok();
        var used = await server.Fetch(program, code);
        var late = await browser.Allow(program);
        server.Clock.Advance(TimeSpan.FromSeconds(60));
        var over = await server.Fetch(program, late);

        Assert.All([.. wrong, used, over], answer => Assert.Equal((400, over.Raw), (answer.Status, answer.Raw)));
        Assert.Equal("challenge_not_found", over.Error);
    }

    private static readonly Dictionary<string, Func<TestServer, PageVisitor, Task>> Endings = new()
    {
        ["signing out"] = async (_, browser) => await browser.Submit(await browser.Open(PagePaths.Security), PagePaths.SignOut),
        ["another password"] = async (server, browser) =>
            (await server.Verb<ChangePassword>().Run(
                (await server.CallerOf(Token(browser)))!,
                TestPerson.Password, "another-horse-battery", KeptKeys.All, Ct)).Given!.ToString(),
        ["this wasn't me"] = async (server, browser) =>
            await server.Verb<FreezeChanges>().Run((await server.CallerOf(Token(browser)))!, KeptKeys.All, Ct),
        ["an operator who disables the account"] = async (server, _) =>
            await server.Db.Write(tx => tx.Execute($"UPDATE accounts SET disabled_at = {tx.Now} WHERE username = 'grace'"), Ct),
        ["a backup that is put back"] = async (server, _) => await server.Db.Write(RestoreStore.VoidPending, Ct),
    };

    public static TheoryData<string> WhatEndsIt => [.. Endings.Keys];

    [Theory]
    [MemberData(nameof(WhatEndsIt))]
    public async Task A_code_that_is_still_on_its_way_dies_with_what_allowed_it(string ending)
    {
        await using var server = await TestServer.Start();
        var (browser, program) = (await server.Browser(server.People.Grace), new AskingTestProgram());
        var code = await browser.Allow(program);
        var before = await server.SessionsOf(server.People.Grace);

        await Endings[ending](server, browser);

        Assert.Equal("challenge_not_found", (await server.Fetch(program, code)).Error);
        Assert.Equal(before, await server.SessionsOf(server.People.Grace));
    }

    [Fact]
    public async Task While_changes_are_frozen_no_program_is_allowed()
    {
        await using var server = await TestServer.Start();
        var (browser, program) = (await server.Browser(server.People.Grace), new AskingTestProgram());
        await browser.Submit(await browser.Open(PagePaths.NotMe), PagePaths.NotMe);

        var answer = await browser.Answer(program);

        Assert.Equal((422, null), (answer.Status, answer.Location));
        foreach (var page in new[] { answer, await browser.Open(program.Path) })
        {
            Assert.Contains("cannot be changed now", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Allow", page.Text, StringComparison.Ordinal);
        }

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM program_grants"));
    }

    [Fact]
    public async Task Whoever_must_turn_on_a_second_factor_does_that_first()
    {
        await using var server = await TestServer.Start(("REQUIRE_2FA", "on"));
        var browser = await server.Browser(server.People.Ada);

        Assert.Equal(PagePaths.Add, (await browser.Open(new AskingTestProgram().Path)).Location);
    }

    [Fact]
    public async Task The_session_knows_of_the_second_factor_what_the_page_knew()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(server.People.Grace);
        var proven = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        server.Clock.Advance(TimeSpan.FromMinutes(50));

        var program = new AskingTestProgram();
        (await server.Fetch(program, await browser.Allow(program))).Ok();

        Assert.Equal(proven, await server.Number($"SELECT second_factor_at FROM sessions WHERE kind = 'bearer' ORDER BY id DESC LIMIT 1"));
    }

    [Fact]
    public async Task Of_many_that_are_allowed_and_never_fetched_few_stay_and_they_are_tidied_up()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(server.People.Ada);
        var programs = Enumerable.Range(0, 5).Select(_ => new AskingTestProgram()).ToList();
        var codes = new List<string>();
        foreach (var program in programs) codes.Add(await browser.Allow(program));

        Assert.Equal(3, await server.Number($"SELECT count(*) FROM program_grants"));
        Assert.Equal("challenge_not_found", (await server.Fetch(programs[1], codes[1])).Error);
        (await server.Fetch(programs[2], codes[2])).Ok();

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.Db.Write(ProgramGrantStore.Sweep, Ct);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM program_grants"));
    }

    [Fact]
    public async Task No_code_and_no_verifier_is_logged_or_kept()
    {
        await using var server = await TestServer.Start();
        var (browser, program) = (await server.Browser(server.People.Ada), new AskingTestProgram());

        var code = await browser.Allow(program);
        var key = (await server.Fetch(program, code)).Ok().Text("session_key")!;

        foreach (var secret in new[] { code, program.Verifier, key })
        {
            Assert.DoesNotContain(server.Log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
            Assert.Equal(0, await server.Number(
                $"SELECT count(*) FROM audit_log WHERE args LIKE {$"%{secret}%"} OR api_route LIKE {$"%{secret}%"}"));
        }
    }

    private static Server.Secrets.Token Token(PageVisitor browser)
    {
        Assert.True(Server.Secrets.Token.TryParse(browser.Cookies["tfa_session"], out var key));
        return key;
    }
}
