using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A message that a worker has taken. It does not print its destination.</summary>
/// <param name="Attempts">With this one; also the mark of who took it last.</param>
public sealed record OutboxRow(
    long Id, MessageId MessageId, AccountId? Account, Channel Channel, MessageKind Kind, string Destination,
    byte[]? SealedBody, int Attempts, DateTimeOffset ExpiresAt)
{
    /// <summary>When it was written; null: it was written anew since.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>The gateway that may have it, since an attempt there had no end; null: none.</summary>
    public int? Gateway { get; init; }

    /// <summary>The gateways that acknowledged it, with commas around each; empty: none has.</summary>
    public string Acknowledged { get; init; } = "";

    /// <summary>As a sender gets it.</summary>
    public AddressedMessage Addressed(Message message) => new(MessageId, Destination, message)
    {
        WrittenAt = WrittenAt,
        MayHaveIt = Gateway,
        Acknowledged = Storage.Acknowledged.In(Acknowledged),
    };

    /// <summary>The message's name and kind.</summary>
    public override string ToString() => $"{MessageId} {Channel} {Kind}";
}

/// <summary>How a message is doing.</summary>
/// <param name="WasTried">At least one attempt is over and none is under way.</param>
/// <param name="Blame">Who can do something about it, where the last attempt failed.</param>
public sealed record OutboxProgress(OutboxState State, bool WasTried, Blame Blame);
