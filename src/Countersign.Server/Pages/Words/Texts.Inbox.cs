using Countersign.Core;
using Countersign.Server.Delivery;

namespace Countersign.Server.Pages;

/// <summary>The development inbox, and the ribbon that leads to it.</summary>
public sealed partial class Texts
{
    public string InboxTitle => Say("Development inbox", "Postfach der Entwicklung");
    public string InboxLead => Say(
        "Every mail and text message of this server ends here, newest first. Nothing leaves this machine.",
        "Alle E-Mails und SMS dieses Servers landen hier, die neuesten zuerst. Nichts verlässt diesen Rechner.");
    public string InboxEmpty => Say("No messages yet. They appear here by themselves.", "Noch keine Nachrichten. Sie erscheinen hier von selbst.");
    public string InboxFilter => Say("Show messages to", "Nachrichten zeigen an");
    public string InboxAll => Say("Everybody", "Alle");
    public string InboxTo(string address) => Say($"to {address}", $"an {address}");
    public string TextMessage => Say("Text message", "SMS");
    public string Ribbon => Say("Development: nothing here is real.", "Entwicklung: Hier ist nichts echt.");

    public string Of(Channel channel) => channel switch
    {
        Channel.Email => Say("E-mail", "E-Mail"),
        Channel.Sms => TextMessage,
    };

    /// <summary>What stands over a message: a text message has no subject.</summary>
    public string HeadingOf(DevInboxMessage message) => message.Channel switch
    {
        Channel.Email => message.Subject,
        Channel.Sms => TextMessage,
    };
}
