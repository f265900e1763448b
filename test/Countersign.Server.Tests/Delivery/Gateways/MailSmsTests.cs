using System.Text;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using MimeKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery.Gateways;

/// <summary>A gateway that is reached by mail, in a real conversation with a mail server.</summary>
public sealed class MailSmsTests
{
    private const string Gateway = "mail://{number}@sms.example.org";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_message_leaves_as_a_mail_to_its_number_with_the_text_and_nothing_else()
    {
        await using var server = await TestServer.Start(("SMS", Gateway));
        var linus = server.People.Linus;
        var secret = (await server.As(linus).Post("/tfa/sms/")).Ok().Secret;

        var caught = await server.Inbox.Next($"{linus.Number!.TrimStart('+')}@sms.example.org", Ct);

        using var raw = new MemoryStream(Encoding.Latin1.GetBytes(caught.Raw));
        using var mail = await MimeMessage.LoadAsync(raw, Ct);
        Assert.Equal($"{linus.Number!.TrimStart('+')}@sms.example.org", Assert.Single(mail.To.Mailboxes).Address);
        Assert.Equal("", mail.Subject ?? "");
        var body = Assert.IsType<TextPart>(mail.Body, exactMatch: true);
        Assert.True(body.IsPlain);
        var text = body.Text.ReplaceLineEndings("\n").TrimEnd('\n');
        var code = text[..6];
        Assert.EndsWith($"\n@127.0.0.1 #{code}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<", text, StringComparison.Ordinal);
        Assert.Empty(server.Inbox.Sms.Requests);

        (await server.As(linus).Post("/tfa/", new { tfa_method = "sms", code, secret })).Ok();
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_mail_server_refuses_for_the_number_is_told_and_what_it_puts_off_is_sent_again()
    {
        await using var server = await TestServer.Start(("SMS", Gateway));
        var linus = server.People.Linus;
        server.Inbox.Smtp.Feel(MailMood.RefuseRecipient, MailMood.PutOffRecipient, MailMood.Take);

        (await server.As(linus).Post("/tfa/sms/")).IsRefused(400, "sms_delivery_failed");

        // Nothing is said against the address that mail to the account itself goes to.
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM account_marks WHERE mark = {AccountMark.MailBounced}"));
        server.Clock.Advance(TimeSpan.FromSeconds(31));
        (await server.As(linus).Post("/tfa/sms/")).Ok();
        server.Clock.Advance(TimeSpan.FromSeconds(3));
        await server.Inbox.Next($"{linus.Number!.TrimStart('+')}@sms.example.org", Ct);
        Assert.Single(server.Inbox.All);
    }
}
