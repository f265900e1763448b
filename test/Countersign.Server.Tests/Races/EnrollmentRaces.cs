using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>An enrolment that is confirmed by a crowd makes one method, and one set of backup codes.</summary>
public sealed class EnrollmentRaces
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_is_added_once_with_one_set_of_codes()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var ada = server.As(server.People.Ada);
        await Authorize(server, ada);
        var setup = (await ada.Post("/tfa/totp-setup/")).Ok();
        var code = Phone.Type(setup.Secret, server.Clock).Code();

        var answers = await Crowd.AtOnce(_ => ada.Post("/tfa/confirm-new/", new { tfa_method = "totp", code, secret = setup.Secret }));

        var added = Assert.Single(answers, answer => answer.Status == 200);
        await OneMethodAndThisSet(server, added);
    }

    [Fact]
    public async Task A_phone_is_added_once_with_one_set_of_codes()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var ada = server.As(server.People.Ada);
        await Authorize(server, ada);
        var secret = (await ada.Post("/tfa/sms/", new { phone_number = "+14165550111" })).Ok().Secret;
        var code = (await server.Inbox.Next("+14165550111", Ct)).Code;

        var answers = await Crowd.AtOnce(
            _ => ada.Post("/tfa/confirm-new/", new { tfa_method = "sms", code, secret, phone_number = "+14165550111" }));

        var added = Assert.Single(answers, answer => answer.Status == 200);
        await OneMethodAndThisSet(server, added);
    }

    [Fact]
    public async Task A_leave_to_add_a_method_is_spent_by_one_of_many_apps()
    {
        await using var server = await TestServer.Start();
        var grace = await SignedIn(server, server.People.Grace);
        var app = await server.Number($"SELECT methods.id FROM methods JOIN accounts ON accounts.id = account_id WHERE username = 'grace'");
        for (var round = 1; round <= 3; round++)
        {
            var secret = (await grace.Post("/tfa/authorize-new-method/", new { tfa_method_id = app })).Ok().Secret;
            (await grace.Put("/tfa/authorize-new-method/", new { code = server.People.Grace.Phone.NextCode(), secret })).Ok();
            var keys = new List<string>();
            for (var n = 0; n < 8; n++) keys.Add((await grace.Post("/tfa/totp-setup/")).Ok().Secret);

            var answers = await Crowd.AtOnce(n => grace.Post("/tfa/confirm-new/", new
            {
                tfa_method = "totp",
                code = Phone.Type(keys[n % 8], server.Clock).Code(),
                secret = keys[n % 8],
            }));

            Assert.Equal(1, answers.Count(200));
            Assert.Equal(1 + round, await server.Number(
                $"SELECT count(*) FROM methods JOIN accounts ON accounts.id = account_id WHERE username = 'grace'"));
        }
    }

    [Fact]
    public async Task A_new_phone_takes_five_wrong_codes_at_once_and_no_more()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var ada = server.As(server.People.Ada);
        await Authorize(server, ada);
        var secret = (await ada.Post("/tfa/sms/", new { phone_number = "+14165550111" })).Ok().Secret;
        var right = (await server.Inbox.Next("+14165550111", Ct)).Code;
        var code = right == "000000" ? "000001" : "000000";

        var answers = await Crowd.AtOnce(
            _ => ada.Post("/tfa/confirm-new/", new { tfa_method = "sms", code, secret, phone_number = "+14165550111" }));

        Assert.Equal(5, answers.Count(400, "2fa_verification_failed"));
        Assert.Equal(Crowd.Size - 5, answers.Count(400, "challenge_not_found"));
        Assert.Equal("challenge_not_found", (await ada.Post("/tfa/confirm-new/", new { tfa_method = "sms", code = right, secret })).Error);
    }

    [Fact]
    public async Task A_new_app_takes_five_wrong_codes_at_once_and_no_more()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var ada = server.As(server.People.Ada);
        await Authorize(server, ada);
        var secret = (await ada.Post("/tfa/totp-setup/")).Ok().Secret;
        var code = Phone.Type(secret, server.Clock).WrongCode();

        var answers = await Crowd.AtOnce(_ => ada.Post("/tfa/confirm-new/", new { tfa_method = "totp", code, secret }));

        Assert.Equal(5, answers.Count(400, "2fa_verification_failed"));
        Assert.Equal(Crowd.Size - 5, answers.Count(400, "challenge_not_found"));
    }

    internal static async Task Authorize(TestServer server, VastCaller ada)
    {
        var secret = (await ada.Post("/tfa/authorize-new-method/")).Ok().Secret;
        var code = (await server.Inbox.Next(server.People.Ada.Email, Ct)).Code;
        (await ada.Put("/tfa/authorize-new-method/", new { code, secret })).Ok();
    }

    internal static async Task<VastCaller> SignedIn(TestServer server, TestPerson person) =>
        server.With((await server.As(person).Post("/tfa/", new { code = person.Phone.NextCode() })).Ok().Text("session_key")!);

    private static async Task OneMethodAndThisSet(TestServer server, VastAnswer added)
    {
        Assert.Equal(
            1, await server.Number($"SELECT count(*) FROM methods JOIN accounts ON accounts.id = account_id WHERE username = 'ada'"));
        Assert.Equal(
            10, await server.Number($"SELECT count(*) FROM backup_codes JOIN accounts ON accounts.id = account_id WHERE username = 'ada'"));
        foreach (var backupCode in added.Texts("backup_codes"))
            (await server.As(server.People.Ada).Post("/tfa/", new { backup_code = backupCode })).Ok();
    }
}
