using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>For development: puts messages into the inbox that a developer reads in the browser.</summary>
public sealed class InboxSender(Channel channel, DevInbox inbox) : IMessageSender
{
    /// <inheritdoc/>
    public Channel Channel => channel;

    /// <inheritdoc/>
    public Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        inbox.Add(channel, message);
        return Task.FromResult(SendOutcome.Accepted);
    }
}
