using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VssApi;

/// <summary>One account through both doors at once: one code still buys one thing.</summary>
public sealed class TwoDoorsRaceTests
{
    private const int AtOnce = 64;

    [Fact]
    public async Task One_code_of_an_app_sent_sixty_four_times_through_both_doors_buys_one_thing()
    {
        await using var server = await VssSteps.Start(("PASSWORD_FREE_FAILURES", "20"));
        var grace = server.People.Grace;
        var code = grace.Phone.NextCode();

        var won = await Race(server, grace, code, new { tfa_method = "totp", code });
        Assert.Equal(1, won);
    }

    [Fact]
    public async Task One_recovery_code_sent_sixty_four_times_through_both_doors_buys_one_thing()
    {
        await using var server = await VssSteps.Start(("PASSWORD_FREE_FAILURES", "20"), ("HASH_QUEUE", "1000"), ("HASH_WAIT", "30s"));
        var grace = server.People.Grace;
        var code = grace.BackupCodes[0];

        var won = await Race(server, grace, code, new { backup_code = code });
        Assert.Equal(1, won);
    }

    [Fact]
    public async Task One_sent_code_buys_one_token()
    {
        await using var server = await VssSteps.Start(("PASSWORD_FREE_FAILURES", "20"));
        (await server.By(server.People.Linus).Post("/tf/request-token")).Ok();
        var otp = await server.NextOtp(server.People.Linus.Number!);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => server.By(server.People.Linus).Post("/auth/request-token", new { otp })));

        Assert.Single(answers, answer => answer.Status == 200);
    }

    [Fact]
    public async Task A_method_begun_here_and_one_begun_there_are_not_both_the_first()
    {
        await using var server = await VssSteps.Start(("PASSWORD_FREE_FAILURES", "20"));
        var (ada, there) = (server.By(server.People.Ada), server.As(server.People.Ada));
        var key = (await there.Post("/tfa/totp-setup/")).Ok().Secret;
        var secret = (await there.Post("/tfa/authorize-new-method/", new { })).Ok().Secret;
        (await there.Put("/tfa/authorize-new-method/", new { secret, code = await server.NextOtp(server.People.Ada.Email) })).Ok();
        var here = Phone.Scan((await ada.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok().Text("uri")!, server.Clock);

        var (first, second) = (
            ada.Post("/tf/verify", new { otp = here.Code() }),
            there.Post("/tfa/confirm-new/", new { tfa_method = "totp", secret = key, code = Phone.Type(key, server.Clock).Code() }));
        await Task.WhenAll(first, second);

        var status = (await there.Get("/tfa/status/")).Ok();
        Assert.Single(status["methods"].EnumerateArray());
        Assert.Single((VastAnswer[])[await first, await second], answer => answer.Status == 200);
    }

    // One door's share stays below what the turnstile of slow hashes takes at once.
    private static async Task<int> Race(TestServer server, TestPerson person, string otp, object proof)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(n => n % 4 == 0
            ? server.By(person).Post("/auth/request-token", new { otp })
            : server.As(person).Post("/tfa/", proof)));

        Assert.DoesNotContain(answers, answer => answer.Status is 429 or 503);
        return answers.Count(answer => answer.Status == 200);
    }
}
