using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>The wait after a password that was set by mail, while the clock is wrong.</summary>
public sealed partial class MailWaitClockTests
{
    private const string TheirPassword = "another-horse-battery";
    private static readonly TimeSpan Wait = TimeSpan.FromHours(72);
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clock_that_is_ahead_for_a_minute_does_not_end_it()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await Reset(server, grace.Email);
        await server.IsSteady();
        var right = server.Clock.GetUtcNow();

        server.Clock.AdjustTime(right.AddHours(80));
        await IsHeld(server, grace, server.Clock.GetUtcNow().AddDays(1)); // no server has looked yet
        await server.Db.Write(SteadyClock.See, Ct);
        await IsHeld(server, grace, server.Clock.GetUtcNow().AddDays(1));

        server.Clock.AdjustTime(right.AddMinutes(1));
        await server.Db.Write(SteadyClock.See, Ct);
        await IsHeld(server, grace, right + Wait);

        server.Clock.AdjustTime(right + Wait);
        await server.IsSteady();
        Assert.NotNull((await server.Verb<AskToDisable>().Run(await WithPassword(server, grace), Ct)).Given);
        (await server.As(grace).Post("/tfa/email/")).Ok();
    }

    [Fact]
    public async Task Where_no_wait_is_wanted_no_clock_makes_one()
    {
        await using var server = await TestServer.Start(("MAIL_WAIT", "0s"));
        var grace = server.People.Grace;
        await Reset(server, grace.Email);

        server.Clock.AdjustTime(server.Clock.GetUtcNow().AddHours(80));
        await server.Db.Write(SteadyClock.See, Ct);

        Assert.NotNull(await server.Db.Read(SteadyClock.HoldsUntil, Ct));
        Assert.NotNull((await server.Verb<AskToDisable>().Run(await WithPassword(server, grace), Ct)).Given);
        (await server.As(grace).Post("/tfa/email/")).Ok();
    }

    // Neither codes nor the link that turns 2FA off count, and whoever asks is told until when.
    private static async Task IsHeld(TestServer server, TestPerson person, DateTimeOffset until)
    {
        var link = (await server.Verb<AskToDisable>().Run(await WithPassword(server, person), Ct)).Refused!;
        Assert.Equal((Refusal.EmailWaits, until), (link.Why, link.RetryAt));

        var code = (await server.As(person).Post("/tfa/email/")).IsRefused(400, "invalid_tfa_method");
        var day = until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains(day, code["msg"].GetString(), StringComparison.Ordinal);

        var caller = (await server.Verb<Callers>().Identify(person.ApiKey, SessionKind.Bearer, PageVerbSteps.Here, Ct)).Caller!;
        Assert.Equal(until, caller.Account.MailWaitsUntil(server.Clock.GetUtcNow()));
    }

    private static async Task Reset(TestServer server, string email)
    {
        Assert.True(EmailAddress.TryParse(email, out var address));
        await server.AskForReset(address);
        var mail = await server.Next(email, message => message.Text.Contains("reset-password", StringComparison.Ordinal));
        Assert.True(Token.TryParse(LinkToken().Match(mail.Text).Value, out var link));
        Assert.NotNull((await server.Verb<ResetPassword>().Run(link, TheirPassword, PageVerbSteps.Here, Ct)).Given);
    }

    private static async Task<PasswordCaller> WithPassword(TestServer server, TestPerson person) =>
        (await server.Verb<CheckBasic>().Run(person.Email, TheirPassword, PageVerbSteps.Here, Ct)).Given!;

    [GeneratedRegex(@"lnk_[\w-]+")]
    private static partial Regex LinkToken();
}
