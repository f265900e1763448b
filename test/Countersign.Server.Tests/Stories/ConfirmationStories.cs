using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Tests.Races;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Signing up and confirming an address: neither can be used against somebody whose address it is.</summary>
public sealed class ConfirmationStories
{
    private const string Address = "emmy@example.org";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_often_it_is_asked_for_one_code_is_live()
    {
        await using var server = await TestServer.Start();
        await AddEmmy(server);
        var first = await NextCode(server);
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
        Assert.NotNull((await Run(server, "quiet", shown)).Given);

        var hasty = Run(server, "hasty", server.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        var blind = Run(server, "blind", shownAt: null);
        await Task.Delay(TimeSpan.FromMilliseconds(200), Ct);
        Assert.False(hasty.IsCompleted || blind.IsCompleted);

        while (!hasty.IsCompleted || !blind.IsCompleted)
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

    private static Task<Answer<SignedUp>> Run(TestServer server, string name, DateTimeOffset? shownAt)
    {
        Assert.True(EmailAddress.TryParse($"{name}@example.org", out var email));
        return server.Verb<SignUpPerson>().Run(new(email, name, TestPerson.Password, null, shownAt), PageVerbSteps.Here, Ct);
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
