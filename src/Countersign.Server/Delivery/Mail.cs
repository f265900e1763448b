using System.Globalization;
using System.Text;
using Countersign.Core;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using MimeKit;

namespace Countersign.Server.Delivery;

/// <summary>Puts a message into the form of a mail: text and HTML side by side (RFC 2046 §5.1.4).</summary>
internal static class Mail
{
    public static MimeMessage Compose(AddressedMessage message, MailSender from, EmailAddress to, DateTimeOffset now)
    {
        var sender = new MailboxAddress(Encoding.UTF8, from.Name, from.Address);
        var mail = new MimeMessage
        {
            Date = now,
            Subject = message.Message.Subject,
            MessageId = $"{message.Id}@{new IdnMapping().GetAscii(sender.Domain)}",
            Body = new MultipartAlternative(Part("plain", message.Message.Text), Part("html", message.Message.Html)),
        };
        mail.From.Add(sender);
        mail.To.Add(new MailboxAddress("", to.Canonical));
        // RFC 3834 §5: so that nobody's out-of-office note answers a code.
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }

    private static TextPart Part(string subtype, string content) => new(subtype)
    {
        Text = content.ReplaceLineEndings("\r\n"),
        ContentTransferEncoding = ContentEncoding.QuotedPrintable,
    };
}
