using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>Stands where no mail server or no SMS gateway is set: a message for it is given up at once, and says so.</summary>
public sealed class NoSender(Channel channel) : IMessageSender
{
    /// <inheritdoc/>
    public Channel Channel => channel;

    /// <inheritdoc/>
    public Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct) =>
        Task.FromResult(SendOutcome.NoWay);
}
