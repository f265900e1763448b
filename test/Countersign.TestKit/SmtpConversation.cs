using System.Net.Security;
using System.Text;

namespace Countersign.TestKit;

/// <summary>One conversation of the caught kind, from greeting to QUIT.</summary>
internal sealed class SmtpConversation(SmtpCatcher server, Stream stream) : IDisposable
{
    private MailMood mood;
    private Stream stream = stream;
    private StreamReader reader = new(stream, Encoding.Latin1);
    private string recipient = "";
    private bool isEncrypted;
    private bool isLoggedIn;

    public async Task Run(CancellationToken ct)
    {
        if (server.HangsNow()) await Task.Delay(Timeout.Infinite, ct);

        await Say("220 catcher ESMTP", ct);
        while (await Hear(ct) is { } line)
        {
            if (!await Answer(line, ct)) return;
        }
    }

    public void Dispose() => reader.Dispose();

    private async Task<bool> Answer(string line, CancellationToken ct)
    {
        var verb = line.Split(' ', ':')[0].ToUpperInvariant();
        if (verb is "DATA") return await TakeText(ct);
        if (verb is "STARTTLS") return await Encrypt(ct);

        await Say(verb switch
        {
            "EHLO" => Greeting(),
            "HELO" or "RSET" or "NOOP" => "250 fine",
            "AUTH" => await LogIn(line, ct),
            "MAIL" => Sender(),
            "RCPT" => Recipient(line),
            "QUIT" => "221 bye",
            _ => "502 what?",
        }, ct);
        return verb is not "QUIT";
    }

    private string Greeting()
    {
        var offers = new List<string> { "catcher" };
        if (server.OffersTls && !isEncrypted) offers.Add("STARTTLS");
        if (server.Login is not null) offers.Add("AUTH LOGIN");
        return string.Join("\r\n", offers.Select((offer, at) => $"250{(at == offers.Count - 1 ? ' ' : '-')}{offer}"));
    }

    private string Sender()
    {
        mood = server.NextMood();
        return server.Login is null || isLoggedIn ? "250 sender fine" : "530 5.7.0 sign in first";
    }

    private string Recipient(string line)
    {
        recipient = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
        return mood switch
        {
            MailMood.RefuseRecipient => "550 5.1.1 nobody of that name",
            MailMood.PutOffRecipient => "450 4.2.1 mailbox busy",
            MailMood.Take or MailMood.RefuseText or MailMood.PutOffText or MailMood.HangAtGreeting
                or MailMood.TakeAndHang or MailMood.TakeAndBreak => "250 recipient fine",
        };
    }

    private async Task<string> LogIn(string line, CancellationToken ct)
    {
        var given = line.Split(' ');
        var user = given.Length > 2 ? given[2] : await Ask("334 VXNlcm5hbWU6", ct);
        var password = await Ask("334 UGFzc3dvcmQ6", ct);
        isLoggedIn = Decode(user) == server.Login?.UserName && Decode(password) == server.Login?.Password;
        return isLoggedIn ? "235 welcome" : "535 5.7.8 no";
    }

    private async Task<string> Ask(string question, CancellationToken ct)
    {
        await Say(question, ct);
        return await Hear(ct) ?? "";
    }

    private async Task<bool> Encrypt(CancellationToken ct)
    {
        await Say("220 go ahead", ct);
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = server.Certificate }, ct);
        stream = tls;
        reader = new(tls, Encoding.Latin1);
        isEncrypted = true;
        return true;
    }

    private async Task<bool> TakeText(CancellationToken ct)
    {
        await Say("354 go on", ct);
        var text = new StringBuilder();
        // RFC 5321 §4.5.2: a dot in front of a line was doubled by the sender.
        while (await reader.ReadLineAsync(ct) is { } line and not ".") text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");

        if (mood is MailMood.Take or MailMood.TakeAndHang or MailMood.TakeAndBreak)
            server.Catch(CaughtMail.Read(recipient, text.ToString()));
        if (mood is MailMood.TakeAndHang) await Task.Delay(Timeout.Infinite, ct);
        if (mood is MailMood.TakeAndBreak) return false;

        await Say(mood switch
        {
            MailMood.RefuseText => "554 5.6.0 not that",
            MailMood.PutOffText => "451 4.3.0 disk full",
            MailMood.Take or MailMood.RefuseRecipient or MailMood.PutOffRecipient or MailMood.HangAtGreeting
                or MailMood.TakeAndHang or MailMood.TakeAndBreak => "250 taken",
        }, ct);
        return true;
    }

    private async Task<string?> Hear(CancellationToken ct)
    {
        var line = await reader.ReadLineAsync(ct);
        if (line is not null) server.Transcript.Enqueue($"{(isEncrypted ? "CS" : "C")}: {line}");
        return line;
    }

    private async Task Say(string line, CancellationToken ct) => await stream.WriteAsync(Encoding.Latin1.GetBytes($"{line}\r\n"), ct);

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}
