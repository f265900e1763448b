using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>The mails that a person can do without, and how they are turned off.</summary>
public sealed class ReminderStories
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_comes_down_to_three_recovery_codes_is_reminded_once()
    {
        await using var server = await TestServer.Start();
        foreach (var left in (int[])[5, 4, 3, 2, 1, 0]) await Remind(server, left);

        var mail = await server.NextNotice(server.People.Barbara, "Few recovery codes");
        Assert.Contains("You have 3 recovery codes left.", mail.Text, StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", CaughtMail.Header(mail.Raw, "List-Unsubscribe-Post"));
        Assert.Single(server.Inbox.All, sent => sent.Subject.Contains("Few recovery codes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_program_turns_them_off_without_a_session_and_what_is_about_safety_still_comes()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        await Remind(server, 3);
        var link = LinkIn(await server.NextNotice(barbara, "Few recovery codes"));

        // To look at it changes nothing, and leads to the switch.
        using (var looked = await server.Http.GetAsync(link, Ct)) Assert.True((int)looked.StatusCode is 302 or 200 or 303);
        Assert.False(await AreOff(server));
        Assert.Equal(404, await OneClick(server, link + "x"));
        Assert.Equal(404, await OneClick(server, link.Replace($"/{(await Barbara(server)).Id.Value}.", "/1.", StringComparison.Ordinal)));
        Assert.Equal(404, await OneClick(server, "/reminders/nothing"));
        Assert.False(await AreOff(server));
        Assert.Equal(200, await OneClick(server, link));
        Assert.Equal(200, await OneClick(server, link));
        Assert.True(await AreOff(server));

        await Remind(server, 3);
        var session = await server.LoggedIn(barbara);
        (await session.Put("/tfa/regen-backup-codes/", new { code = barbara.Phone.NextCode() })).Ok();
        var news = await server.NextNotice(barbara, "New recovery codes were made");
        Assert.DoesNotContain("List-Unsubscribe", news.Raw, StringComparison.OrdinalIgnoreCase);
        Assert.Single(server.Inbox.All, sent => sent.Subject.Contains("Few recovery codes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_security_page_turns_them_off_and_on_again()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(server.People.Barbara);

        var page = await browser.Open(PagePaths.Security);
        Assert.Contains("Reminders by e-mail", page.Text, StringComparison.Ordinal);
        await browser.Submit(page, PagePaths.Reminders, ("reminders", "off"));
        Assert.True(await AreOff(server));

        page = await browser.Open(PagePaths.Security);
        Assert.Contains("E-mails about the safety of your account come in any case.", page.Text, StringComparison.Ordinal);
        await browser.Submit(page, PagePaths.Reminders, ("reminders", "on"));
        Assert.False(await AreOff(server));
    }

    private static async Task Remind(TestServer server, int left)
    {
        var notices = server.Services.GetRequiredService<Notices>();
        var barbara = await Barbara(server);
        await server.Db.Write(tx => notices.RemindOfCodes(tx, barbara, left), Ct);
    }

    private static async Task<Account> Barbara(TestServer server) => (await server.Db.Read(
        async sql => await AccountStore.Find(sql, new AccountId(await sql.Number($"SELECT id FROM accounts WHERE username = {"barbara"}"))), Ct))!;

    private static async Task<bool> AreOff(TestServer server)
    {
        var id = (await Barbara(server)).Id;
        return await server.Db.Read(sql => MarkStore.Find(sql, id, AccountMark.RemindersOff), Ct) is not null;
    }

    private static string LinkIn(CaughtMessage mail) => new Uri(CaughtMail.Header(mail.Raw, "List-Unsubscribe").Trim('<', '>')).PathAndQuery;

    private static async Task<int> OneClick(TestServer server, string link)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
        using var answer = await server.Http.PostAsync(link, form, Ct);
        return (int)answer.StatusCode;
    }
}
