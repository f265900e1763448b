using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using MimeKit;

namespace Countersign.Server.Delivery;

/// <summary>
/// Puts a message into the form of a mail: text and HTML side by side (RFC 2046 §5.1.4), with the picture that the HTML shows. The same
/// message makes the same mail each time, byte for byte: whoever gets it twice sees that it is one.
/// </summary>
/// <param name="From">The sender.</param>
/// <param name="Logo">The picture at the top; null: there is none.</param>
public sealed record Mail(MailSender From, ServiceLogo? Logo)
{
    /// <summary>The name of the picture within a mail.</summary>
    internal const string LogoId = "logo@countersign";

    /// <summary>A message as a mail.</summary>
    /// <param name="now">The date of the letter, where the message says none.</param>
    public MimeMessage Compose(AddressedMessage message, EmailAddress to, DateTimeOffset now)
    {
        var sender = new MailboxAddress(Encoding.UTF8, From.Name, From.Address);
        var mail = new MimeMessage
        {
            Date = message.WrittenAt ?? now,
            Subject = message.Message.Subject,
            MessageId = $"{message.Id}@{new IdnMapping().GetAscii(sender.Domain)}",
            Body = Body(message),
        };
        mail.From.Add(sender);
        mail.To.Add(new MailboxAddress("", to.Canonical));
        // RFC 3834 §5: so that nobody's out-of-office note answers a code.
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        if (message.Message.TurnOff is not { } turnOff) return mail;

        // RFC 8058 §3.1.
        mail.Headers.Add(HeaderId.ListUnsubscribe, $"<{turnOff.AbsoluteUri}>");
        mail.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        return mail;
    }

    // What is to become a text message is text alone.
    private MimeEntity Body(AddressedMessage message) => message.Message.Html.Length == 0
        ? Part("plain", message.Message.Text)
        : new MultipartAlternative(Part("plain", message.Message.Text), Html(message))
        {
            Boundary = Boundary(message, "alternative"),
        };

    private MimeEntity Html(AddressedMessage message)
    {
        var html = Part("html", message.Message.Html);
        if (Logo is not { } logo || !message.Message.Html.Contains($"cid:{LogoId}", StringComparison.Ordinal)) return html;

        return new MultipartRelated(html, Picture(logo)) { Boundary = Boundary(message, "related") };
    }

    private static MimePart Picture(ServiceLogo logo) => new("image", logo.Kind)
    {
        Content = new MimeContent(new MemoryStream(logo.Content, writable: false)),
        ContentId = LogoId,
        ContentDisposition = new(ContentDisposition.Inline) { FileName = $"logo.{logo.Kind}" },
        ContentTransferEncoding = ContentEncoding.Base64,
    };

    // No line of a part begins so: nobody who writes one knows this number.
    private static string Boundary(AddressedMessage message, string which) =>
        $"=_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{which} {message.Id} {message.Message.Html}")))[..32]}";

    private static TextPart Part(string subtype, string content) => new(subtype)
    {
        Text = content.ReplaceLineEndings("\r\n"),
        ContentTransferEncoding = ContentEncoding.QuotedPrintable,
    };
}
