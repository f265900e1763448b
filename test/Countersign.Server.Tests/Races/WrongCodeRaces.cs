using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>However many guess at once, and by however many doors, only so many guesses are looked at; the rest find it locked.</summary>
public sealed class WrongCodeRaces
{
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_takes_five_wrong_codes_at_once_and_no_more()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        for (var round = 1; round <= 3; round++)
        {
            var code = grace.Phone.WrongCode();
            var answers = await Crowd.AtOnce(_ => server.As(grace).Post("/tfa/", new { code }));

            Judged(answers, 5, 400, "2fa_verification_failed");
            Assert.Equal(5 * round, await server.AuditedOf(grace, "authn_login_fail", "wrong_code") + await server.AuditedOf(
                grace, "authn_login_lock", "wrong_code"));
            server.Clock.Advance(TimeSpan.FromHours(1));
        }

        (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok();
    }

    [Fact]
    public async Task A_phone_takes_three_wrong_codes_at_once_and_no_more()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        for (var round = 1; round <= 3; round++)
        {
            var secret = (await server.As(linus).Post("/tfa/sms/")).Ok().Secret;
            var code = Other((await server.Inbox.Next(linus.Number!, Ct)).Code);
            var answers = await Crowd.AtOnce(_ => server.As(linus).Post("/tfa/", new { tfa_method = "sms", code, secret }));

            Judged(answers, 3, 400, "2fa_verification_failed");
            server.Clock.Advance(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task Mail_takes_five_wrong_codes_at_once_and_no_more()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var secret = (await server.As(grace).Post("/tfa/email/")).Ok().Secret;
        var code = Other((await server.Inbox.Next(grace.Email, Ct)).Code);

        var answers = await Crowd.AtOnce(_ => server.As(grace).Post("/tfa/", new { tfa_method = "email", code, secret }));

        Judged(answers, 5, 400, "2fa_verification_failed");
        Assert.Equal(5, await server.Number(
            $"SELECT fail_count FROM guards JOIN accounts ON accounts.id = account_id WHERE username = 'grace' AND kind = 'email'"));
    }

    [Fact]
    public async Task Backup_codes_take_five_wrong_ones_at_once_and_no_more()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var grace = server.People.Grace;

        var answers = await Crowd.AtOnce(_ => server.As(grace).Post("/tfa/", new { backup_code = "0000-0000-0000" }));

        Judged(answers, 5, 401, "invalid_backup_code");
        server.Clock.Advance(Lock);
        (await server.As(grace).Post("/tfa/", new { backup_code = grace.BackupCodes[0] })).Ok();
    }

    [Fact]
    public async Task Five_hundred_sign_ins_from_anywhere_in_any_spelling_share_the_five_guesses()
    {
        await using var server = await TestServer.Start([.. Crowd.WithRoom, ("OPEN_CHALLENGES", "1000")]);
        var grace = server.People.Grace;
        var secrets = new List<string>();
        for (var n = 0; n < 500; n++)
            secrets.Add(
                (await server.Stranger().Post("/users/login/", new { email = Spelling(n), password = TestPerson.Password })).Ok().Secret);

        var wrong = grace.Phone.WrongCode();
        var answers = await Crowd.AtOnce(500, n =>
        {
            var caller = server.Stranger();
            caller.Headers["X-Forwarded-For"] = $"203.0.113.{n % 256}";
            return caller.Post(
                "/tfa/", new { tfa_method = "totp", code = n % 2 == 0 ? wrong : $" {wrong[..3]}-{wrong[3..]} ", secret = secrets[n] });
        });

        Judged(answers, 5, 400, "2fa_verification_failed");
        var late = await server.As(grace).Post("/tfa/", new { code = grace.Phone.Code() });
        Assert.Equal((429, "tfa_locked"), (late.Status, late.Error));
        server.Clock.Advance(Lock);
        (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok();
    }

    [Fact]
    public async Task Many_codes_sent_to_one_phone_share_its_three_guesses()
    {
        await using var server = await TestServer.Start(("OPEN_CHALLENGES", "100"));
        var linus = server.People.Linus;
        var sent = new List<(string Secret, string Code)>();
        for (var n = 0; n < 12; n++)
        {
            var secret =
                (await server.Stranger().Post("/users/login/", new { email = linus.Email, password = TestPerson.Password })).Ok().Secret;
            (await server.Stranger().Post("/tfa/sms/", new { secret })).Ok();
            sent.Add((secret, (await server.Inbox.Next(linus.Number!, Ct)).Code));
            server.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        var answers = await Crowd.AtOnce(60, n =>
            server.Stranger().Post("/tfa/", new { tfa_method = "sms", code = Other(sent[n % 12].Code), secret = sent[n % 12].Secret }));

        Judged(answers, 3, 400, "2fa_verification_failed");
    }

    [Fact]
    public async Task Four_wrong_codes_among_right_ones_never_lock_the_person_who_was_right()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        // Four rounds: twenty failures would spend the account's budget.
        for (var round = 0; round < 4; round++)
        {
            var (right, wrong) = (grace.Phone.NextCode(), grace.Phone.WrongCode());
            var answers = await Crowd.AtOnce(n => server.As(grace).Post("/tfa/", new { code = n % 16 == 0 ? wrong : right }));

            Assert.Equal(1, answers.Count(200));
            Assert.Equal(0, answers.Count(429));
            (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok();
        }
    }

    private static void Judged(IReadOnlyList<VastAnswer> answers, int limit, int status, string error)
    {
        var judged = answers.Where(answer => answer.Error == error).ToList();
        Assert.Equal(limit, judged.Count);
        Assert.All(judged, answer => Assert.Equal(status, answer.Status));
        Assert.Equal(Enumerable.Range(1, limit), judged.Select(answer => answer["fail_count"].GetInt32()).Order());
        Assert.Equal(answers.Count - limit, answers.Count(429, "tfa_locked"));
    }

    private static string Spelling(int n) =>
        (n % 4) switch { 0 => "grace@example.org", 1 => "GRACE@Example.ORG", 2 => "grace", _ => " Grace " };

    private static string Other(string code) => code == "000000" ? "000001" : "000000";
}
