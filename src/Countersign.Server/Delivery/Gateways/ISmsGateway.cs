using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>
/// A gateway for text messages: it is offered a message once, and its answer is one of ours. What it took carries the gateway's own name of
/// the message, and what it reports later is read by it too.
/// </summary>
public interface ISmsGateway : IMessageSender
{
    /// <inheritdoc/>
    Channel IMessageSender.Channel => Channel.Sms;

    /// <summary>Whether it tells what became of a message it took.</summary>
    bool Reports { get; }

    /// <summary>Whether it calls people and reads out what it is given.</summary>
    bool Calls => false;

    /// <summary>What a call to our address for reports says; null when it is not from this gateway, or says nothing of a message.</summary>
    GatewayReport? Read(ReportCall came);
}

/// <summary>What a gateway says became of a message.</summary>
/// <param name="Reason">Why it failed, in words of ours and numbers; null where it does not say.</param>
public sealed record GatewayReport(MessageId Message, ReportedState State, string? Reason = null);

/// <summary>A call to our address for reports, as it came.</summary>
/// <param name="PathAndQuery">As the caller wrote it.</param>
/// <param name="Form">Empty where the body is none.</param>
public sealed record ReportCall(
    string PathAndQuery, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Form, byte[] Body,
    Func<string, string?> Header)
{
    /// <summary>It may hold numbers of people.</summary>
    public override string ToString() => "•••";
}
