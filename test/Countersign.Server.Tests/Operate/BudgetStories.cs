using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>What is used of the budgets of messages is seen by an admin, who empties one with a reason and a proof.</summary>
public sealed class BudgetStories
{
    [Fact]
    public async Task A_full_country_is_seen_and_emptied_and_texts_go_again()
    {
        await using var server = await TestServer.Start(("SMS_PER_COUNTRY", "1/1d"));
        var grace = await server.AlsoAdmin(server.People.Grace);
        var linus = await server.LoggedIn(server.People.Linus);
        await server.Authorize(linus, server.People.Linus);
        await server.Change(tx => tx.Execute($"DELETE FROM limits WHERE bucket LIKE 'sms%'"));
        (await linus.Post("/tfa/sms/", new { phone_number = "+14155550123" })).Ok();
        Assert.NotEqual(200, (await linus.Post("/tfa/sms/", new { phone_number = "+14155559876" })).Status);
        var admin = await server.Browser(grace);

        var page = await admin.Open(PagePaths.OperateBudgets);
        Assert.Contains("Full now +1 (United States) full SMS codes, new numbers 1 of 1 until", page.Text, StringComparison.Ordinal);
        Assert.Contains("By the beginning of the number +1415555…", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("4155550123", page.Html, StringComparison.Ordinal);
        var lift = page.Links.Single(link => link.EndsWith("/sms-new-country:1/lift", StringComparison.Ordinal));
        var done = await admin.Submit(await admin.Open(lift), lift, ("code", grace.Phone.NextCode()), ("reason", "a conference"));
        page = await admin.Follow(done);

        Assert.Contains("this budget is empty and counts from the beginning", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Full now", page.Text, StringComparison.Ordinal);
        Assert.Equal(1, await server.Number($"""
            SELECT count(*) FROM audit_log WHERE event = 'budget_lifted' AND account_id = {await server.IdOf(grace)}
              AND args LIKE '%sms-new-country:1%' AND args LIKE '%a conference%'
            """));
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        (await linus.Post("/tfa/sms/", new { phone_number = "+14155559876" })).Ok();
        await server.BothChainsHold();
    }

    [Fact]
    public async Task Emptying_takes_a_reason_and_the_admins_own_second_factor()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        await Fill(server, "sms-new-address:2001:db8::/48", 7);
        var admin = await server.Browser(grace);
        var lift = (await admin.Open(PagePaths.OperateBudgets)).Links.Single(link => link.EndsWith("/lift", StringComparison.Ordinal));
        var ask = await admin.Open(lift);

        var silent = await admin.Submit(ask, lift, ("code", grace.Phone.NextCode()));
        Assert.Equal(422, silent.Status);
        Assert.Contains("Say why", silent.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await admin.Submit(ask, lift, ("code", grace.Phone.WrongCode()), ("reason", "an office"))).Status);
        Assert.Equal(7, await Used(server, "sms-new-address:2001:db8::/48"));

        await admin.Submit(ask, lift, ("code", grace.Phone.NextCode()), ("reason", "an office"));
        Assert.Equal(0, await Used(server, "sms-new-address:2001:db8::/48"));
        Assert.Contains("said=beginagain", (await admin.Open(lift)).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sms-account-long:1")]
    [InlineData("sms-number-long:+4915112345678")]
    [InlineData("password-account:grace")]
    [InlineData("warned:1")]
    [InlineData("sms-country:")]
    [InlineData("sms-all-of-it")]
    public async Task What_limits_one_account_or_keeps_it_safe_is_neither_shown_nor_emptied(string bucket)
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        await Fill(server, bucket, 3);
        var admin = await server.Browser(grace);

        var page = await admin.Open(PagePaths.OperateBudgets);
        Assert.DoesNotContain("/lift", page.Html, StringComparison.Ordinal);
        Assert.Contains("said=beginagain", (await admin.Open($"{PagePaths.OperateBudgets}/{bucket}/lift")).Location, StringComparison.Ordinal);
        Assert.Equal(3, await Used(server, bucket));
    }

    [Fact]
    public async Task Every_name_is_one_that_messages_are_counted_by()
    {
        var phone = PhoneNumber.FromE164("+4915112345678");
        string[] shared =
        [
            .. Enum.GetValues<SmsUse>().SelectMany(use => (string[])
                [Buckets.SmsInAll(use), Buckets.SmsCountry("49", use), Buckets.SmsPrefix(phone, use), Buckets.Sms("192.0.2.1", use)]),
            Buckets.SmsNotices, Buckets.SmsNoticeCountry("49"), Buckets.SmsNoticePrefix(phone),
            Buckets.EmailByPassword("192.0.2.1"), Buckets.AskedEmail("192.0.2.1"), Buckets.Calls,
        ];
        Assert.All(shared, bucket => Assert.True(SendBudgets.IsOne(bucket), bucket));

        await using var server = await TestServer.Start();
        foreach (var bucket in shared) await Fill(server, bucket, 2);
        var windows = await server.Db.Read(server.Verb<SendBudgets>().List, TestContext.Current.CancellationToken);
        Assert.Equal(shared.Order(StringComparer.Ordinal), windows.Select(window => window.Bucket).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_full_ones_stand_first_a_wide_network_may_more_and_what_a_clock_ahead_counted_is_left_out()
    {
        await using var server = await TestServer.Start(("SMS_PER_ADDRESS", "10/1h"));
        await Fill(server, "sms-address:192.0.2.1", 10);
        await Fill(server, "sms-address:2001:db8::/64", 9);
        await Fill(server, "sms-address:2001:db8::/56", 39);
        await Fill(server, "sms-address:2001:db8::/48", 160);
        await Fill(server, "sms-country:49", 5);
        await Fill(server, "sms-country:43", 500, TimeSpan.FromDays(40));

        var windows = await server.Db.Read(server.Verb<SendBudgets>().List, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                ("sms-address:192.0.2.1", 10L, true), ("sms-address:2001:db8::/48", 160, true), ("sms-country:49", 500, false),
                ("sms-address:2001:db8::/56", 40, false), ("sms-address:2001:db8::/64", 10, false),
            ],
            windows.Select(window => (window.Bucket, window.Allowed, window.IsFull)));
    }

    private static Task Fill(TestServer server, string bucket, int hits, TimeSpan? left = null) => server.Change(tx => tx.Execute(
        $"INSERT INTO limits (bucket, hits, window_ends) VALUES ({bucket}, {hits}, {tx.Now + (left ?? TimeSpan.FromMinutes(30))})"));

    private static Task<long> Used(TestServer server, string bucket) =>
        server.Number($"SELECT coalesce(max(hits), 0) FROM limits WHERE bucket = {bucket}");
}
