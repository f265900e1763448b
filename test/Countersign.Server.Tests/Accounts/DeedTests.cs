using Countersign.Server.Accounts;
using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Accounts;

/// <summary>Activity is a story: one row for each deed, and "this wasn't me" where there is something to deny.</summary>
public sealed class DeedTests
{
    [Fact]
    public void Steps_stand_with_what_they_led_to_and_those_that_led_to_nothing_by_themselves()
    {
        var told = Deeds.Of(
        [
            At(90, AuditEvent.AuthnPasswordAccepted),
            At(60, AuditEvent.MethodRemoved), At(60, AuditEvent.MethodAdded), At(50, AuditEvent.MethodSetUp),
            At(40, AuditEvent.MethodAuthorized),
            At(30, AuditEvent.AuthnLoginSuccess), At(20, AuditEvent.AuthnLoginFail), At(10, AuditEvent.AuthnPasswordAccepted),
        ]);

        Assert.Equal(
            [AuditEvent.AuthnPasswordAccepted, AuditEvent.MethodAdded, AuditEvent.AuthnLoginSuccess, AuditEvent.AuthnLoginFail],
            told.Select(deed => Words.To<AuditEvent>(deed.Entry.Event)));
        Assert.Equal([false, true, false, false], told.Select(deed => deed.IsReplacement));
    }

    [Theory]
    [InlineData(AuditEvent.AuthnLoginSuccess, "192.0.2.9", 20)]
    [InlineData(AuditEvent.AuthnLoginSuccess, "192.0.2.1", 4000)]
    [InlineData(AuditEvent.SessionEnded, "192.0.2.1", 20)]
    public void A_right_password_stays_in_sight_that_led_to_no_sign_in_from_there_and_then(AuditEvent later, string from, long after)
    {
        var told = Deeds.Of([At(10 + after, later) with { IpAddress = from }, At(10, AuditEvent.AuthnPasswordAccepted)]);
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public void A_method_removed_by_itself_is_a_deed_of_its_own()
    {
        var told = Deeds.Of([At(90, AuditEvent.MethodRemoved), At(60, AuditEvent.MethodAdded)]);
        Assert.Equal(2, told.Count);
        Assert.DoesNotContain(told, deed => deed.IsReplacement);
    }

    [Fact]
    public async Task Whoever_wonders_about_a_wrong_password_has_nothing_to_stop_and_about_a_sign_in_has()
    {
        await using var server = await TestServer.Start();
        var stranger = server.Browser();
        await stranger.Submit(await stranger.Open(PagePaths.SignIn), PagePaths.SignIn, ("name", "grace"), ("password", "not-her-password"));
        var grace = await server.Browser(server.People.Grace);

        var page = await grace.Open(PagePaths.Activity);

        Assert.Contains("This wasn't me : Signed in", page.Text, StringComparison.Ordinal);
        Assert.Contains("Wrong password", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(": Wrong password", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Right password; a code was asked for", page.Text, StringComparison.Ordinal);
    }

    private static StoredAuditEntry At(long second, AuditEvent what) => new(
        1, second, Words.Of(what), Words.Of(AuditOutcome.Success), "totp", null, "session:1", null, "", "", "192.0.2.1", second, null, null, null, "k1",
        []);
}
