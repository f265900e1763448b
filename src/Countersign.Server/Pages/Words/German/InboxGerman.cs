using Countersign.Core;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class InboxGerman(Texts all) : InboxTexts(all)
{
    public override string InboxTitle => "Postfach der Entwicklung";
    public override string InboxLead =>
        "Alle E-Mails und SMS dieses Servers landen hier, die neuesten zuerst. Nichts verlässt diesen Rechner.";
    public override string InboxEmpty => "Noch keine Nachrichten. Sie erscheinen hier von selbst.";
    public override string InboxFilter => "Nachrichten zeigen an";
    public override string InboxAll => "Alle";
    public override string InboxTo(string address) => $"an {address}";
    public override string TextMessage => "SMS";
    public override string Ribbon => "Entwicklung: Hier ist nichts echt.";

    public override string Of(Channel channel) => channel switch
    {
        Channel.Email => "E-Mail",
        Channel.Sms => TextMessage,
    };
}
