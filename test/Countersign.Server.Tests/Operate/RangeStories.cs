using Countersign.Server.Pages;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>Numbers of a range that is in service and in no table yet: told truly, seen by an admin, allowed by one.</summary>
public sealed class RangeStories
{
    private const string NewNumber = "+1 436 555 0123";

    [Fact]
    public async Task What_people_give_in_vain_is_seen_by_an_admin_who_allows_it_and_allows_it_no_longer()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        var linus = await server.LoggedIn(server.People.Linus);
        await server.Authorize(linus, server.People.Linus);
        var told = (await linus.Post("/tfa/sms/", new { phone_number = NewNumber })).IsRefused(400, "invalid_phone_number");
        Assert.Contains("ask the operator to allow", told.Text("msg"), StringComparison.Ordinal);

        var admin = await server.Browser(grace);
        var page = await admin.Open(PagePaths.OperateMessages);
        Assert.Contains("+1436 refused given once", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("5550123", page.Html, StringComparison.Ordinal);
        var allow = page.Links.Single(link => link.EndsWith("/allow", StringComparison.Ordinal));
        var done = await admin.Submit(await admin.Open(allow), allow, ("code", grace.Phone.NextCode()), ("reason", "new area code"));
        page = await admin.Follow(done);
        Assert.Contains("numbers of this range get text messages now", page.Text, StringComparison.Ordinal);
        Assert.Contains("+1436 allowed given once", page.Text, StringComparison.Ordinal);

        (await server.AddNumber(linus, "+14365550123")).Ok();
        Assert.Equal(1, await server.AuditedOf(grace, "phone_range_allowed", "success"));
        Assert.Equal(1, await server.Number($"""
            SELECT count(*) FROM audit_log WHERE event = 'phone_range_allowed' AND args LIKE '%1436%' AND args LIKE '%new area code%'
            """));

        var end = page.Links.Single(link => link.EndsWith("/end", StringComparison.Ordinal));
        done = await admin.Submit(await admin.Open(end), end, ("code", grace.Phone.NextCode()));
        Assert.Contains("refused again", (await admin.Follow(done)).Text, StringComparison.Ordinal);
        (await linus.Post("/tfa/sms/", new { phone_number = "+1 436 555 0124" })).IsRefused(400, "invalid_phone_number");
    }

    [Fact]
    public async Task Allowing_takes_the_admins_own_second_factor_and_works_once()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        (await server.As(server.People.Ada).Post("/tfa/sms/", new { phone_number = NewNumber })).IsRefused(400, "invalid_phone_number");
        var admin = await server.Browser(grace);
        var allow = (await admin.Open(PagePaths.OperateMessages)).Links.Single(link => link.EndsWith("/allow", StringComparison.Ordinal));
        var ask = await admin.Open(allow);

        var wrong = await admin.Submit(ask, allow, ("code", grace.Phone.WrongCode()));
        Assert.Equal(422, wrong.Status);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM phone_ranges WHERE allowed_at IS NOT NULL"));

        await admin.Submit(ask, allow, ("code", grace.Phone.NextCode()));
        Assert.Contains(
            "said=beginagain", (await admin.Submit(ask, allow, ("code", grace.Phone.NextCode()))).Location, StringComparison.Ordinal);
        Assert.Contains("said=beginagain", (await admin.Open(allow)).Location, StringComparison.Ordinal);
        Assert.Contains("said=beginagain",
            (await admin.Open(allow.Replace("/1/", "/99/", StringComparison.Ordinal))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_allows_a_range_at_every_door()
    {
        await using var server = await VssSteps.Start(("SMS_RANGES", "+1436, +1 621"));
        (await server.By(server.People.Ada).Post("/tf/enable", new { method = "SMS", phone = "436-555-0123" })).Ok();
        var linus = await server.LoggedIn(server.People.Linus);
        await server.Authorize(linus, server.People.Linus);

        (await server.AddNumber(linus, "+16215550123")).Ok();

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM phone_ranges"));
    }

    [Fact]
    public async Task One_person_adds_little_to_what_an_admin_sees_and_a_stranger_nothing()
    {
        await using var server = await TestServer.Start();
        var secret = (await server.Stranger().Password(server.People.Grace)).Ok().Secret;
        for (var n = 0; n < 9; n++)
        {
            await server.As(server.People.Ada).Post("/tfa/sms/", new { phone_number = $"+1 436 555 012{n}" });
            await server.Stranger().Post("/tfa/sms/", new { phone_number = $"+1 621 555 012{n}", secret });
        }

        Assert.Equal(1, await server.Number($"SELECT count(*) FROM phone_ranges"));
        Assert.Equal(5, await server.Number($"SELECT tries FROM phone_ranges WHERE beginning = '+1436'"));
    }

    [Theory]
    [InlineData("en", "Leave out the 80, and it is one: +380 50 123 4567")]
    [InlineData("de", "Ohne die 80 ist es eine: +380 50 123 4567")]
    public async Task Digits_that_are_too_much_are_named_at_every_door(string language, string words)
    {
        await using var server = await VssSteps.Start(("DEFAULT_REGION", "UA"), ("SMS_COUNTRIES", "UA,US,CA"));
        var ada = server.As(server.People.Ada);
        var told = (await ada.Post("/tfa/sms/", new { phone_number = "8 050 123 4567" })).IsRefused(400, "invalid_phone_number");
        Assert.Contains("without the 80: give +380501234567", told.Text("msg"), StringComparison.Ordinal);
        (await server.By(server.People.Ada).Post("/tf/enable", new { method = "SMS", phone = "8 050 123 4567" }))
            .Refuses(System.Net.HttpStatusCode.BadRequest, "without the 80: write +380501234567");

        var browser = server.Browser();
        browser.Headers["Accept-Language"] = language;
        await browser.SignIn(server.People.Ada);
        await browser.Submit(await browser.Open(PagePaths.Security), PagePaths.AddStart);
        await browser.Submit(await browser.Open($"{PagePaths.AddProve}?way=email"),
            PagePaths.AddProve, ("code", (await server.NextCode(server.People.Ada.Email)).Code));
        var page = await browser.Submit(
            await browser.Open(PagePaths.AddPhone), PagePaths.AddPhone, ("country", "UA"), ("number", "8 050 123 4567"));
        Assert.Contains(words, page.Text.Replace('\u00A0', ' '), StringComparison.Ordinal);
    }
}
