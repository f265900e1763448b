using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Countersign.Core;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>Puts a message into the form of a mail: text and HTML side by side (RFC 2046 §5.1.4).</summary>
internal static class Mail
{
    public static MailMessage Compose(AddressedMessage message, MailSender from, EmailAddress to)
    {
        var sender = new MailAddress(from.Address, from.Name, Encoding.UTF8);
        var mail = new MailMessage(sender, new MailAddress(to.Canonical))
        {
            Subject = message.Message.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        mail.Headers.Add("Message-ID", $"<{message.Id}@{sender.Host}>");
        // RFC 3834 §5: so that nobody's out-of-office note answers a code.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.AlternateViews.Add(View(message.Message.Text, MediaTypeNames.Text.Plain));
        mail.AlternateViews.Add(View(message.Message.Html, MediaTypeNames.Text.Html));
        return mail;
    }

    private static AlternateView View(string content, string type)
    {
        var view = AlternateView.CreateAlternateViewFromString(content, Encoding.UTF8, type);
        view.TransferEncoding = TransferEncoding.QuotedPrintable;
        return view;
    }
}
