using Countersign.Server.Pages;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>The page that tries other limits on a day of the past.</summary>
public sealed class TrialPageTests
{
    private const string Trial = $"{PagePaths.OperateBudgets}/simulate";

    [Fact]
    public async Task A_day_is_tried_by_a_form_that_begins_with_what_holds_now()
    {
        await using var server = await TestServer.Start(("SMS_PER_COUNTRY", "321/1d"), ("SMS_COUNTRIES", "US,CA,DE"));
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));
        var day = new DateTimeOffset(server.Clock.GetUtcNow().UtcDateTime.Date.AddDays(-1), TimeSpan.Zero);
        for (var n = 0; n < 3; n++) await Text(server, n, day.AddHours(n + 1), $"+4915112345{n}00");

        var form = await admin.Open(Trial);
        Assert.Contains("321/1d", form.Html, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"{day.UtcDateTime:yyyy-MM-dd}"), form.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Would have gone", form.Text, StringComparison.Ordinal);

        var page = await admin.Open(FormattableString.Invariant(
            $"{Trial}?day={day.UtcDateTime:yyyy-MM-dd}&per-country=2/1d&price=0.05&in-all=&countries=DE"));
        Assert.Equal(200, page.Status);
        Assert.Contains("Would have gone 2 of 3", page.Text, StringComparison.Ordinal);
        Assert.Contains("2, that is 0.10; it was 3, that is 0.15", page.Text, StringComparison.Ordinal);
        Assert.Contains("+49 (Germany) 2 of 3 1 too many to the country", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("1234500", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_beside_its_field_and_stays()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));

        var page = await admin.Open($"{Trial}?day=2026-11-20&in-all=many");

        Assert.Equal(422, page.Status);
        Assert.Contains("Write it like 2000/1d.", page.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"many\"", page.Html, StringComparison.Ordinal);
    }

    private static Task Text(TestServer server, int n, DateTimeOffset at, string to) => server.Change(tx => tx.Execute($"""
        INSERT INTO outbox (message_id, channel, kind, destination, state, next_attempt_at, expires_at, created_at, done_at)
        VALUES ({$"trial{n}"}, 'sms', 'log_in_code', {to}, 'sent', 0, 0, {at}, {at})
        """));
}
