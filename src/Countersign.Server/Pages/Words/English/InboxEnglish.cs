using Countersign.Core;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class InboxEnglish(Texts all) : InboxTexts(all)
{
    public override string InboxTitle => "Development inbox";
    public override string InboxLead => "Every e-mail and text message of this server ends here, newest first. Nothing leaves this machine.";
    public override string InboxEmpty => "No messages yet. They appear here by themselves.";
    public override string InboxFilter => "Show messages to";
    public override string InboxAll => "Everybody";
    public override string InboxTo(string address) => $"to {address}";
    public override string TextMessage => "Text message";
    public override string Ribbon => "Development: nothing here is real.";

    public override string Of(Channel channel) => channel switch
    {
        Channel.Email => "E-mail",
        Channel.Sms => TextMessage,
    };
}
