using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Signing up and confirming an address: neither can be used against somebody whose address it is.</summary>
public sealed partial class ConfirmationStories
{
    private const string Address = "emmy@example.org";
    private const string TheirPassword = "another-horse-battery";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_often_it_is_asked_for_one_code_is_live()
    {
        await using var server = await TestServer.Start();
        await AddEmmy(server);
        var first = await NextCode(server);
        await server.AllSent();
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        await AskAgain(server);
        var second = await NextCode(server);

        Assert.Equal(first, second);

        // The first mail is over, the second is not.
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        var emmy = await SignedIn(server);
        (await emmy.Post("/users/verify-email/", new { email = Address, code = first })).Ok();
    }

    [Fact]
    public async Task A_code_whose_mails_are_all_over_is_not_sent_again()
    {
        await using var server = await TestServer.Start();
        await AddEmmy(server);
        var first = await NextCode(server);
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        for (var n = 0; n < 3; n++) await AskAgain(server);

        string[] later = [await NextCode(server), await NextCode(server), await NextCode(server)];
        Assert.Single(later.Distinct(StringComparer.Ordinal));
        var emmy = await SignedIn(server);
        if (first != later[0]) Assert.NotEqual(200, (await emmy.Post("/users/verify-email/", new { email = Address, code = first })).Status);
    }

    [Fact]
    public async Task Whoever_has_an_account_with_a_strangers_address_guesses_twenty_times_a_day()
    {
        await using var server = await TestServer.Start(("SESSION_IDLE", "30d"), ("SESSION_LIFE", "30d"));
        await AddEmmy(server);
        var code = await NextCode(server);
        var emmy = await SignedIn(server);
        var evaluated = 0;
        for (var round = 0; round < 20; round++)
        {
            await AskAgain(server);
            for (var n = 0; n < 6; n++)
                evaluated += (await emmy.Post("/users/verify-email/", new { email = Address, code = code.Other() })).Status == 400 ? 1 : 0;
            server.Clock.Advance(TimeSpan.FromMinutes(16));
        }

        Assert.Equal(20, evaluated);
    }

    [Fact]
    public async Task Sign_ups_send_one_address_few_mails()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_TARGET", "2"), ("SIGN_UP_PER_ADDRESS", "100/1h"));

        for (var n = 0; n < 10; n++)
            (await server.Stranger().Post("/users/", new { email = Address, username = $"emmy{n}", password = TestPerson.Password })).Ok();

        await server.AsksAnswered();
        Assert.Equal(2, await server.Number($"SELECT count(*) FROM outbox WHERE kind = 'verify_email'"));
    }

    [Fact]
    public async Task One_place_signs_up_only_so_often()
    {
        await using var server = await TestServer.Start(("SIGN_UP_PER_ADDRESS", "2/1h"));
        var answers = new List<int>();
        for (var n = 0; n < 3; n++)
            answers.Add((await server.Stranger().Post(
                "/users/", new { email = $"emmy{n}@example.org", username = $"emmy{n}", password = TestPerson.Password })).Status);

        Assert.Equal([200, 200, 429], answers);
    }

    [Fact]
    public async Task A_machine_that_signs_up_waits_as_long_as_a_person_takes()
    {
        await using var server = await TestServer.Start(("SIGN_UP_TIME", "3s"));
        var shown = server.Clock.GetUtcNow();
        server.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.NotNull((await Run(server, "quiet", shown, "form")).Given);

        var hasty = Run(server, "hasty", server.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        var again = Run(server, "again", shown, "form");
        var blind = Run(server, "blind", shownAt: null);
        await Task.Delay(TimeSpan.FromMilliseconds(200), Ct);
        Assert.False(hasty.IsCompleted || blind.IsCompleted || again.IsCompleted);

        while (!hasty.IsCompleted || !blind.IsCompleted || !again.IsCompleted)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), Ct);
        }

        Assert.True((await hasty).Given is not null && (await blind).Given is not null);
    }

    [Fact]
    public async Task The_page_knows_when_it_was_shown_and_believes_no_other_time()
    {
        await using var server = await TestServer.Start(("SIGN_UP_TIME", "3s"));
        var visitor = server.Browser();
        var page = await visitor.Open("/sign-up");
        server.Clock.Advance(TimeSpan.FromSeconds(4));

        var answer = await visitor.Submit(
            page, "/sign-up", ("email", Address), ("username", "emmy"), ("password", TestPerson.Password));
        Assert.Equal(303, answer.Status);

        var forged = visitor.Submit(await visitor.Open("/sign-up"), "/sign-up", ("email", "max@example.org"), ("username", "max"),
            ("password", TestPerson.Password), ("_shown", "1.AAAA"));
        await Task.Delay(TimeSpan.FromMilliseconds(200), Ct);
        Assert.False(forged.IsCompleted);
        while (!forged.IsCompleted)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), Ct);
        }

        Assert.Equal(303, (await forged).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_who_signed_up_with_one_address_no_password_holds_whichever_link_is_pressed(bool isFirst)
    {
        await using var server = await TestServer.Start();
        await SignUp(server, "emmy", TheirPassword);
        var first = await NextLink(server);
        await SignUp(server, "emmy", TestPerson.Password);
        var second = await NextLink(server);

        (await server.Stranger().Post("/users/verify-email/", new { token = isFirst ? first : second })).Ok();

        foreach (var password in (string[])[TestPerson.Password, TheirPassword])
        {
            Assert.Equal(403, (await TryPassword(server, Address, password)).Status);
            Assert.Equal(403, (await TryPassword(server, "emmy", password)).Status);
        }

        await server.Next(Address, message => message.Text.Contains("reset-password", StringComparison.Ordinal));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'emmy'"));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM sign_ups"));
    }

    [Fact]
    public async Task The_page_of_the_link_names_the_user_name_that_its_sign_up_chose()
    {
        await using var server = await TestServer.Start();
        await SignUp(server, "stranger", TheirPassword);
        var page = $"/verify-email?token={await NextLink(server)}";
        Assert.Contains("user name stranger", (await server.Browser().Open(page)).Text, StringComparison.Ordinal);

        // Where several have, neither name nor password is promised, nor taken.
        await SignUp(server, "emmy1", TestPerson.Password);
        await NextLink(server);
        var visitor = server.Browser();
        var several = await visitor.Open(page);
        Assert.DoesNotContain("stranger", several.Text, StringComparison.Ordinal);
        await visitor.Submit(several, "/verify-email");
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'emmy' AND email_verified_at IS NOT NULL"));
    }

    [Fact]
    public async Task Where_several_signed_up_another_mail_that_anybody_asked_for_carries_nobodys_password()
    {
        await using var server = await TestServer.Start();
        await SignUp(server, "stranger", TheirPassword);
        await NextLink(server);
        await SignUp(server, "emmy", TestPerson.Password);
        await NextLink(server);
        await AskAgain(server);

        (await server.Stranger().Post("/users/verify-email/", new { token = await NextLink(server) })).Ok();

        Assert.Equal(403, (await TryPassword(server, Address, TheirPassword)).Status);
        await server.Next(Address, message => message.Text.Contains("reset-password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_ups_beyond_the_mails_there_are_leave_no_link_with_a_strangers_password()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_TARGET", "2"), ("SIGN_UP_PER_ADDRESS", "100/1h"));
        await SignUp(server, "stranger1", TheirPassword);
        await NextLink(server);
        await SignUp(server, "stranger2", TheirPassword);
        var newest = await NextLink(server);
        await SignUp(server, "emmy", TestPerson.Password);
        await server.AsksAnswered();

        (await server.Stranger().Post("/users/verify-email/", new { token = newest })).Ok();

        Assert.Equal(403, (await TryPassword(server, Address, TheirPassword)).Status);
        await server.Next(Address, message => message.Text.Contains("reset-password", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sign_up_that_came_after_others_were_forgotten_holds_for_nobody_either(bool haveMailsRunOut)
    {
        await using var server = await TestServer.Start(("EMAIL_PER_TARGET", "2"), ("SIGN_UP_PER_ADDRESS", "100/1h"));
        await SignUp(server, "stranger", TheirPassword);
        await NextLink(server);
        if (haveMailsRunOut)
        {
            await AskAgain(server);
            await NextLink(server);
            await SignUp(server, "emmy", TestPerson.Password); // There is no room for its mail.
            await server.AsksAnswered();
            server.Clock.Advance(TimeSpan.FromHours(2));
        }
        else
        {
            server.Clock.Advance(TimeSpan.FromDays(7));
            await server.Db.Write(SignUpStore.Sweep, Ct);
            Assert.Equal(0, await server.Number($"SELECT count(*) FROM sign_ups"));
        }

        await SignUp(server, "emmy", TheirPassword);
        (await server.Stranger().Post("/users/verify-email/", new { token = await NextLink(server) })).Ok();

        Assert.Equal(403, (await TryPassword(server, Address, TheirPassword)).Status);
        await server.Next(Address, message => message.Text.Contains("reset-password", StringComparison.Ordinal));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM account_marks WHERE mark = 'signed_up_by_several'"));
    }

    [Fact]
    public async Task Where_nobodys_password_holds_the_page_leads_to_choosing_one_whatever_mails_strangers_had_sent()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_TARGET", "3"));
        var link = await LinkOfNobody(server);
        var emmy = server.Browser();

        var led = await emmy.Submit(await emmy.Open($"/verify-email?token={link}"), "/verify-email");
        var page = await emmy.Follow(led);
        Assert.Contains("none of their passwords holds", page.Text, StringComparison.Ordinal);
        var done = await emmy.Submit(page, "/reset-password", ("password", TestPerson.Password));

        Assert.StartsWith("/sign-in", done.Location, StringComparison.Ordinal);
        (await TryPassword(server, Address, TestPerson.Password)).Ok();
    }

    [Fact]
    public async Task Nor_can_strangers_keep_away_the_mail_that_leads_there()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_TARGET", "3"));
        var link = await LinkOfNobody(server);
        var before = await Resets(server);

        (await server.Stranger().Post("/users/verify-email/", new { token = link })).Ok();

        Assert.Equal(before + 1, await Resets(server));
    }

    // Several have signed up, another mail was asked for, and somebody has had all mails sent that lead to choosing a password.
    private static async Task<string> LinkOfNobody(TestServer server)
    {
        await SignUp(server, "stranger", TheirPassword);
        await NextLink(server);
        await SignUp(server, "emmy", TheirPassword);
        await NextLink(server);
        await AskAgain(server);
        var link = await NextLink(server);
        Assert.True(EmailAddress.TryParse(Address, out var address));
        for (var n = 0; n < 4; n++) await server.AskForReset(address);
        Assert.Equal(3, await Resets(server));
        return link;
    }

    private static Task<long> Resets(TestServer server) =>
        server.Number($"SELECT count(*) FROM outbox WHERE kind = 'reset_password'");

    [Fact]
    public async Task A_session_that_was_opened_before_the_address_was_proven_ends_at_the_proof()
    {
        await using var server = await TestServer.Start();
        await AddEmmy(server);
        var code = await NextCode(server);
        var (theirs, hers) = (await SignedIn(server), await SignedIn(server));

        (await hers.Post("/users/verify-email/", new { email = Address, code })).Ok();

        await theirs.IsOut();
        (await hers.Get("/users/current/")).Ok();
    }

    private static async Task SignUp(TestServer server, string name, string password) =>
        (await server.Stranger().Post("/users/", new { email = Address, username = name, password })).Ok();

    private static Task<VastAnswer> TryPassword(TestServer server, string name, string password) =>
        server.Stranger().Post("/users/login/", new { email = name, password });

    private static async Task<string> NextLink(TestServer server) => LinkToken().Match(
        (await server.Next(Address, message => message.Text.Contains("verify-email?", StringComparison.Ordinal))).Text).Value;

    [GeneratedRegex(@"(?<=verify-email\?token=)[\w-]+")]
    private static partial Regex LinkToken();

    private static Task<Answer<SignedUp>> Run(TestServer server, string name, DateTimeOffset? shownAt, string? form = null)
    {
        var shown = shownAt is { } at ? new ShownForm(at, form ?? name) : null;
        Assert.True(EmailAddress.TryParse($"{name}@example.org", out var email));
        return server.Verb<SignUpPerson>().Run(new(email, name, TestPerson.Password, null, shown), PageVerbSteps.Here, Ct);
    }

    // An account that an operator has made: only then can somebody be signed in before the address is confirmed.
    private static async Task AddEmmy(TestServer server)
    {
        await server.Add("emmy", isProven: false);
        await AskAgain(server);
    }

    private static async Task<string> NextCode(TestServer server) => (await server.NextCode(Address)).Code;

    private static async Task AskAgain(TestServer server) =>
        (await server.Stranger().Post("/users/verify-email/send/", new { email = Address })).Ok();

    private static async Task<VastCaller> SignedIn(TestServer server)
    {
        var browser = server.Stranger();
        (await browser.Post("/users/login/", new { email = Address, password = TestPerson.Password })).Ok();
        return browser;
    }
}
