using System.Globalization;
using Countersign.Server.Settings;
using MailKit;
using MailKit.Net.Smtp;

namespace Countersign.Server.Delivery;

/// <summary>The conversation with a mail server, which can also ask whether a mail would be taken without sending one.</summary>
public sealed class MailClient : SmtpClient
{
    private static readonly IdnMapping Idn = new();

    private readonly FirstWord firstWord;

    /// <summary>One that is not connected yet.</summary>
    public MailClient()
        : this(new FirstWord())
    {
    }

    private MailClient(FirstWord firstWord)
        : base(firstWord) => this.firstWord = firstWord;

    /// <summary>Whether the server has heard a word from us: what it refuses before is the connection itself.</summary>
    public bool HasSpoken => firstWord.IsSaid;

    /// <summary>Whether it takes addresses in letters of other scripts (SMTPUTF8, RFC 6531).</summary>
    public bool TakesOtherScripts => Capabilities.HasFlag(SmtpCapabilities.UTF8);

    /// <summary>
    /// Names a sender and, for a recipient, the same address, and takes both back (RFC 5321 §4.1.1.5) before there is anything to send.
    /// </summary>
    /// <returns>The first answer that is no consent; null: a mail would be taken.</returns>
    public async Task<MailRefusal?> AskFor(MailSender sender, CancellationToken ct)
    {
        var at = sender.Address.LastIndexOf('@');
        var address = $"{sender.Address[..at]}@{Idn.GetAscii(sender.Address[(at + 1)..])}";
        var asUtf8 = address.All(char.IsAscii) ? "" : " SMTPUTF8";
        if (asUtf8.Length > 0 && !TakesOtherScripts) return MailRefusal.OfScript;

        var refusal = await Ask(MailStage.Sender, $"MAIL FROM:<{address}>{asUtf8}", ct)
            ?? await Ask(MailStage.Recipient, $"RCPT TO:<{address}>", ct);
        await SendCommandAsync("RSET", ct);
        return refusal;
    }

    private async Task<MailRefusal?> Ask(MailStage stage, string command, CancellationToken ct)
    {
        var answer = await SendCommandAsync(command, ct);
        return (int)answer.StatusCode < 400 ? null : MailRefusal.Of(stage, (int)answer.StatusCode, answer.Response);
    }

    // Keeps nothing of what is said.
    private sealed class FirstWord : IProtocolLogger
    {
        public bool IsSaid { get; private set; }

        public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

        public void LogConnect(Uri uri)
        {
        }

        public void LogClient(byte[] buffer, int offset, int count) => IsSaid = true;

        public void LogServer(byte[] buffer, int offset, int count)
        {
        }

        public void Dispose()
        {
        }
    }
}
