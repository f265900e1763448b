using System.Text;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Delivery.Bounces;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>An address that mail comes back from: whose it is hears of it where no mail is needed, until they confirm it anew.</summary>
public sealed class BounceStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Grace_reads_that_her_mail_came_back_and_confirms_her_address_again()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var old = await Returned(server, grace);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await server.Verb<TakeBounce>().Run(old, Ct));

        var browser = await server.Browser(grace);
        var page = await browser.Open("/account/security");
        Assert.Contains($"An e-mail to your address {grace.Email} came back on", page.Text, StringComparison.Ordinal);

        var led = await browser.Submit(page, "/verify-email/again");
        var code = (await server.Inbox.Next(grace.Email, Ct)).Code!;
        var asked = await browser.Follow(led);
        led = await browser.Submit(asked, "/verify-email", ("code", code == "000000" ? "000001" : "000000"));
        Assert.StartsWith("/verify-email", led.Location, StringComparison.Ordinal);
        led = await browser.Submit(await browser.Follow(led), "/verify-email", ("code", code));

        Assert.StartsWith("/account/security", led.Location, StringComparison.Ordinal);
        Assert.DoesNotContain("came back", (await browser.Follow(led)).Text, StringComparison.Ordinal);

        // The same mail, from before she confirmed it, says nothing more.
        Assert.False(await server.Verb<TakeBounce>().Run(old, Ct));
        Assert.StartsWith("/account/security", (await browser.Open("/verify-email")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_told_when_it_signs_in_and_in_the_state_and_nothing_once_all_is_well()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        Assert.False((await server.As(grace).Get("/tfa/status/")).Ok().Body.TryGetProperty("mail_bounced_at", out _));
        Assert.True(await server.Verb<TakeBounce>().Run(await Returned(server, grace), Ct));

        var status = (await server.As(grace).Get("/tfa/status/")).Ok().Body;
        var asked = (await server.Stranger().Post("/users/login/", new { email = grace.Email, password = TestPerson.Password })).Ok();
        var proof = new { tfa_method = "totp", code = grace.Phone.NextCode(), secret = asked.Secret };
        var login = (await server.Stranger().Post("/tfa/", proof)).Ok().Body;

        Assert.Equal(server.Clock.GetUtcNow().ToUnixTimeSeconds(), Instant(status));
        Assert.Equal(server.Clock.GetUtcNow().ToUnixTimeSeconds(), Instant(login));
    }

    [Fact]
    public async Task An_address_that_the_mail_server_refuses_for_good_is_marked_and_a_fault_of_ours_marks_nobody()
    {
        await using var server = await TestServer.Start();
        server.Inbox.Smtp.Feel(MailMood.RefuseSender, MailMood.RefuseRecipient);
        await Told(server, server.People.Barbara);
        await Told(server, server.People.Grace);

        Assert.Null(await Mark(server, server.People.Barbara));
        Assert.NotNull(await Mark(server, server.People.Grace));
    }

    [Fact]
    public async Task Whoever_has_confirmed_an_address_gets_no_more_mail_to_confirm_it_while_nothing_came_back()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(server.People.Grace);
        var before = server.Inbox.All.Count;

        var page = await browser.Open("/account/security");
        await browser.Post("/verify-email/again", [
            .. page.FormOf("/account/security/reminders").Where(field => field.Key != "reminders"), new("email", server.People.Grace.Email)]);

        Assert.Equal(0, await server.Db.Read(sql => sql.Number($"SELECT count(*) FROM outbox WHERE kind = {MessageKind.VerifyEmail}"), Ct));
        Assert.Equal(before, server.Inbox.All.Count);
    }

    [Fact]
    public async Task A_mail_that_nobody_sent_and_an_address_that_nobody_has_mark_nobody()
    {
        await using var server = await TestServer.Start();
        var bounces = server.Verb<TakeBounce>();

        Assert.False(await bounces.Run(MessageId.New(), Ct));
        Assert.True(EmailAddress.TryParse("nobody@example.org", out var nobody));
        Assert.False(await bounces.Run(nobody, at: null, Ct));
        Assert.Equal(0, await server.Db.Read(sql => sql.Number($"SELECT count(*) FROM account_marks WHERE mark = {AccountMark.MailBounced}"), Ct));
    }

    [Theory]
    [InlineData("failed", true, BounceMailKind.Failed)]
    [InlineData("FAILED", false, BounceMailKind.Failed)]
    [InlineData("delayed", true, BounceMailKind.NoFailure)]
    [InlineData("delivered", true, BounceMailKind.NoFailure)]
    [InlineData("relayed", false, BounceMailKind.NoFailure)]
    public async Task A_report_is_read_with_the_whole_mail_or_its_headers(string action, bool isWhole, BounceMailKind kind)
    {
        const string Mail = "Message-ID: <msg_0123@login.example.org>\r\nSubject: Hello\r\n\r\n042042\r\n";
        var read = await Read(Report(Mail, action, isWhole));

        Assert.Equal((kind, kind is BounceMailKind.Failed ? "msg_0123" : null), (read.Kind, read.Id));
        Assert.Equal(kind.ToString(), read.ToString());
    }

    [Theory]
    [InlineData("", BounceMailKind.Other)]
    [InlineData("no mail at all", BounceMailKind.Other)]
    [InlineData("Subject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.\r\n", BounceMailKind.Other)]
    [InlineData("Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHello\r\n--x--\r\n", BounceMailKind.Other)]
    public async Task What_is_no_report_is_told_apart(string raw, BounceMailKind kind) => Assert.Equal(kind, (await Read(raw)).Kind);

    [Fact]
    public async Task A_report_that_names_no_mail_is_told_apart() => Assert.Equal(
        BounceMailKind.Nameless, (await Read(Report("Subject: Hello\r\n\r\nx\r\n", "failed", isWhole: true))).Kind);

    /// <summary>What a mail server writes, as Postfix does.</summary>
    internal static string Report(string mail, string action, bool isWhole) => $"""
        From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
        Subject: Undelivered Mail Returned to Sender
        To: login@example.org
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="B/mx.example.org"

        --B/mx.example.org
        Content-Type: text/plain; charset=us-ascii

        I'm sorry to have to inform you that your message could not be delivered.

        --B/mx.example.org
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org
        Arrival-Date: Mon,  3 Nov 2026 08:05:00 +0000 (UTC)

        Final-Recipient: rfc822; somebody@example.org
        Action: {action}
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 User unknown

        --B/mx.example.org
        Content-Type: {(isWhole ? "message/rfc822" : "text/rfc822-headers")}

        {(isWhole ? mail : mail.Split("\r\n\r\n")[0] + "\r\n")}
        --B/mx.example.org--

        """.ReplaceLineEndings("\r\n");

    private static async Task<BounceMail> Read(string raw)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(raw));
        return await BounceMail.Read(stream, Ct);
    }

    // A notice that was really sent, and comes back.
    private static async Task<MessageId> Returned(TestServer server, TestPerson person)
    {
        await Told(server, person);
        var mail = await server.Inbox.Next(person.Email, Ct);
        var read = await Read(Report(mail.Raw, "failed", isWhole: true));
        Assert.Equal(BounceMailKind.Failed, read.Kind);
        return new(read.Id!);
    }

    private static async Task Told(TestServer server, TestPerson person)
    {
        var from = new Source("203.0.113.7", "203.0.113.7", "a test", "a test");
        await server.Db.Write(async tx => await server.Verb<Notices>().Tell(
            tx, (await AccountStore.FindByName(tx, person.Email))!, NoticeKind.PasswordChanged, from, new()), Ct);
        while (await server.Db.Read(sql => sql.Number($"""
            SELECT count(*) FROM outbox o JOIN accounts a ON a.id = o.account_id WHERE a.username = {person.Name} AND o.attempts > 0
              AND o.claimed_until IS NULL
            """), Ct) == 0) await Task.Delay(20, Ct);
    }

    private static async Task<DateTimeOffset?> Mark(TestServer server, TestPerson person) => await server.Db.Read(
        async sql => await MarkStore.Find(sql, (await AccountStore.FindByName(sql, person.Email))!.Id, AccountMark.MailBounced), Ct);

    private static long Instant(System.Text.Json.JsonElement body) => body.GetProperty("mail_bounced_at").GetInt64();
}
