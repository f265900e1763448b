using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>A way out of the house for one kind of message.</summary>
public interface IMessageSender
{
    /// <summary>What it carries.</summary>
    Channel Channel { get; }

    /// <summary>How many messages it carries at once.</summary>
    int Parallel => 8;

    /// <summary>Offers a message once and says how that went, within a time of its own. Failures are answers, not exceptions.</summary>
    Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct);
}
