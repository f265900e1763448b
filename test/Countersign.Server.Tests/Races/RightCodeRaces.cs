using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>One right code in the hands of a crowd lets exactly one in, and leaves its owner free to come again.</summary>
public sealed class RightCodeRaces
{
    private const int Rounds = 5;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_of_an_app_opens_one_session()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        for (var round = 1; round <= Rounds; round++)
        {
            var code = grace.Phone.NextCode();
            var answers = await Crowd.AtOnce(_ => server.As(grace).Post("/tfa/", new { code }));

            Crowd.OneOf(answers, 400, "2fa_verification_failed");
            Assert.Equal(round, await server.SessionsOf(grace));
        }

        Assert.Equal(0, await server.Number(
            $"SELECT sum(fail_count) FROM methods JOIN accounts ON accounts.id = account_id WHERE username = 'grace'"));
    }

    [Fact]
    public async Task A_code_by_SMS_opens_one_session()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        for (var round = 1; round <= Rounds; round++)
        {
            var secret = (await server.As(linus).Post("/tfa/sms/")).Ok().Secret;
            var code = (await server.Inbox.Next(linus.Number!, Ct)).Code;
            var answers = await Crowd.AtOnce(_ => server.As(linus).Post("/tfa/", new { tfa_method = "sms", code, secret }));

            Crowd.OneOf(answers, 400, "challenge_not_found");
            Assert.Equal(round, await server.SessionsOf(linus));
            server.Clock.Advance(TimeSpan.FromSeconds(31));
        }
    }

    [Fact]
    public async Task A_code_by_mail_opens_one_session()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        for (var round = 1; round <= Rounds; round++)
        {
            var secret = (await server.As(grace).Post("/tfa/email/")).Ok().Secret;
            var code = (await server.Inbox.Next(grace.Email, Ct)).Code;
            var answers = await Crowd.AtOnce(_ => server.As(grace).Post("/tfa/", new { tfa_method = "email", code, secret }));

            Crowd.OneOf(answers, 400, "challenge_not_found");
            Assert.Equal(round, await server.SessionsOf(grace));
            server.Clock.Advance(TimeSpan.FromSeconds(31));
        }
    }

    [Fact]
    public async Task A_backup_code_opens_one_session_and_its_owner_may_use_the_next_at_once()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var grace = server.People.Grace;
        for (var round = 1; round <= Rounds; round++)
        {
            var code = grace.BackupCodes[round - 1];
            var answers = await Crowd.AtOnce(_ => server.As(grace).Post("/tfa/", new { backup_code = code }));

            Crowd.OneOf(answers, 401, "invalid_backup_code");
            Assert.Equal(round, await server.SessionsOf(grace));
            Assert.Equal(round, await SpentBy(server, "grace"));
        }
    }

    [Fact]
    public async Task A_code_gives_leave_to_add_a_method_once()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        for (var round = 1; round <= Rounds; round++)
        {
            var secret = (await server.As(ada).Post("/tfa/authorize-new-method/")).Ok().Secret;
            var code = (await server.Inbox.Next(ada.Email, Ct)).Code;
            var answers = await Crowd.AtOnce(_ => server.As(ada).Put("/tfa/authorize-new-method/", new { code, secret }));

            Crowd.OneOf(answers, 400, "challenge_not_found");
            Assert.Equal(round, await server.Number($"SELECT count(*) FROM add_grants"));
            server.Clock.Advance(TimeSpan.FromSeconds(31));
        }
    }

    [Fact]
    public async Task A_waiting_sign_in_is_finished_once_even_by_many_right_proofs_and_spends_only_one()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var grace = server.People.Grace;
        var bodies = await ManyProofs(server, grace);
        var secret =
            (await server.Stranger().Post("/users/login/", new { email = grace.Email, password = TestPerson.Password })).Ok().Secret;

        var answers = await Crowd.AtOnce(n => server.Stranger().Post("/tfa/", bodies[n](secret)));

        Assert.Equal(1, answers.Count(200));
        Assert.Equal(Crowd.Size - 1, answers.Count(400, "challenge_not_found"));
        Assert.Equal(1, await server.SessionsOf(grace));
        Assert.Equal(1, await SpentBy(server, "grace") + await server.Number($"SELECT count(*) FROM methods WHERE last_step >= 0"));
    }

    // Eighteen apps with the codes of three steps each, and ten backup codes: all of them right.
    private static async Task<IReadOnlyList<Func<string, object>>> ManyProofs(TestServer server, TestPerson person)
    {
        var apps = await server.PlantApps(person, 18);
        var byApp = apps.SelectMany(app => new[] { -1, 0, 1 }.Select(step => Phone.Type(app.Key, server.Clock).Code(step))
            .Select(code => (Func<string, object>)(secret => new { tfa_method = "totp", tfa_method_id = app.Id, code, secret })));
        var byBackupCode = person.BackupCodes.Select(code => (Func<string, object>)(secret => new { backup_code = code, secret }));
        return [.. byApp, .. byBackupCode];
    }

    private static Task<long> SpentBy(TestServer server, string name) => server.Number($"""
        SELECT count(*) FROM backup_codes JOIN accounts ON accounts.id = account_id WHERE username = {name} AND used_at IS NOT NULL
        """);
}
