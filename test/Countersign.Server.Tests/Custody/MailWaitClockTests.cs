using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Hosting;
using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>The wait after a password that was set by mail, while the clock is wrong.</summary>
public sealed partial class MailWaitClockTests
{
    internal const string TheirPassword = "another-horse-battery";
    private static readonly TimeSpan Wait = TimeSpan.FromHours(72);

    // The minute before it began counts once more where the server's own look at the clock comes after its beginning.
    private static readonly TimeSpan Unsure = TimeSpan.FromMinutes(1);
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
        await IsHeld(server, grace, server.Clock.GetUtcNow() + Wait); // no server has looked yet
        await server.Db.Write(SteadyClock.See, Ct);
        await IsHeld(server, grace, server.Clock.GetUtcNow() + Wait);

        server.Clock.AdjustTime(right.AddMinutes(1));
        await server.Db.Write(SteadyClock.See, Ct);
        await IsHeld(server, grace, right + Wait);

        server.Clock.AdjustTime(right.AddMinutes(1) + Wait);
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_began_while_the_clock_was_behind_lasts_its_whole_time(bool isSeenToJump)
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.IsSteady();
        var right = server.Clock.GetUtcNow();
        await Set(server, right.AddHours(-80), isSeenToJump);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        right += TimeSpan.FromMinutes(1);
        await Reset(server, grace.Email);

        await Set(server, right, isSeenToJump);
        await IsHeld(server, grace, right + Wait, Unsure);
        await server.TimeGoesBy(TimeSpan.FromHours(71));
        await IsHeld(server, grace, right + Wait, Unsure);
        await server.TimeGoesBy(TimeSpan.FromHours(1) + Unsure);
        (await server.As(grace).Post("/tfa/email/")).Ok();
    }

    [Fact]
    public async Task The_link_that_stops_it_works_as_long_as_it_lasts()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.IsSteady();
        await Reset(server, grace.Email);
        var notice = await server.Next(grace.Email, message => message.Text.Contains("/not-me", StringComparison.Ordinal));
        Assert.True(Token.TryParse(LinkToken().Match(notice.Text).Value, out var link));

        server.Clock.Advance(TimeSpan.FromDays(20)); // No server runs.
        await server.Change(SteadyClock.See);
        await server.TimeGoesBy(TimeSpan.FromHours(71));
        foreach (var sweep in server.Services.GetRequiredService<IReadOnlyList<Sweep>>()) await sweep.Run(server.Clock.GetUtcNow(), Ct);

        Assert.NotNull((await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given);
        server.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(
            LockoutRules.NeverByItself, (await server.Db.Read(sql => AccountStore.FindByName(sql, grace.Name), Ct))!.MailCountsFrom);
    }

    [Fact]
    public async Task One_that_is_over_is_not_begun_anew_by_a_later_jump()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await Reset(server, grace.Email);
        server.Clock.Advance(Wait);
        await server.IsSteady();
        (await server.As(grace).Post("/tfa/email/")).Ok();

        await Set(server, server.Clock.GetUtcNow().AddDays(30), isSeenToJump: true);
        await server.IsSteady();

        (await server.As(grace).Post("/tfa/email/")).Ok();
    }

    // A jump that a running server sees, or one while none ran.
    private static async Task Set(TestServer server, DateTimeOffset to, bool isSeenToJump)
    {
        if (isSeenToJump) await server.ClockJumps(to - server.Clock.GetUtcNow());
        else server.Clock.AdjustTime(to);
        await server.Db.Write(SteadyClock.See, Ct);
    }

    // Neither codes nor the link that turns 2FA off count, and whoever asks is told until when.
    private static async Task IsHeld(TestServer server, TestPerson person, DateTimeOffset from, TimeSpan unsure = default)
    {
        var link = (await server.Verb<AskToDisable>().Run(await WithPassword(server, person), Ct)).Refused!;
        Assert.Equal(Refusal.EmailWaits, link.Why);
        var until = link.RetryAt!.Value;
        Assert.InRange(until, from, from + unsure);

        var code = (await server.As(person).Post("/tfa/email/")).IsRefused(400, "invalid_tfa_method");
        var day = until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains(day, code["msg"].GetString(), StringComparison.Ordinal);

        var caller = (await server.Verb<Callers>().Identify(person.ApiKey, SessionKind.Bearer, PageVerbSteps.Here, Ct)).Caller!;
        Assert.Equal(until, caller.Account.MailWaitsUntil(server.Clock.GetUtcNow()));
    }

    internal static async Task Reset(TestServer server, string email, string password = TheirPassword)
    {
        Assert.True(EmailAddress.TryParse(email, out var address));
        await server.AskForReset(address);
        var mail = await server.Next(email, message => message.Text.Contains("reset-password", StringComparison.Ordinal));
        Assert.True(Token.TryParse(LinkToken().Match(mail.Text).Value, out var link));
        Assert.NotNull((await server.Verb<ResetPassword>().Run(link, password, PageVerbSteps.Here, Ct)).Given);
    }

    private static async Task<PasswordCaller> WithPassword(TestServer server, TestPerson person) =>
        (await server.Verb<CheckBasic>().Run(person.Email, TheirPassword, PageVerbSteps.Here, Ct)).Given!;

    [GeneratedRegex(@"lnk_[\w-]+")]
    internal static partial Regex LinkToken();
}
