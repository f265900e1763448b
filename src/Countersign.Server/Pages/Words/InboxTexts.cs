using Countersign.Core;
using Countersign.Server.Delivery;

namespace Countersign.Server.Pages;

/// <summary>The development inbox, and the ribbon that leads to it.</summary>
public abstract class InboxTexts(Texts all) : Sentences(all)
{
    public abstract string InboxTitle { get; }
    public abstract string InboxLead { get; }
    public abstract string InboxEmpty { get; }
    public abstract string InboxFilter { get; }
    public abstract string InboxAll { get; }
    public abstract string InboxTo(string address);
    public abstract string TextMessage { get; }
    public abstract string Ribbon { get; }

    public abstract string Of(Channel channel);

    /// <summary>What stands over a message: a text message has no subject.</summary>
    public string HeadingOf(DevInboxMessage message) => message.Channel switch
    {
        Channel.Email => message.Subject,
        Channel.Sms => TextMessage,
    };
}
