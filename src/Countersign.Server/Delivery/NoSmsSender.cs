using Countersign.Core;

namespace Countersign.Server.Delivery;

/// <summary>Stands where no SMS gateway is set. Verbs refuse before; a message left from a time with one is given up.</summary>
public sealed class NoSmsSender : IMessageSender
{
    /// <inheritdoc/>
    public Channel Channel => Channel.Sms;

    /// <inheritdoc/>
    public Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct) =>
        Task.FromResult(SendOutcome.RefusedForGood("no SMS gateway is set"));
}
