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

    /// <summary>What gateways made of it before this attempt.</summary>
    public Takers Takers { get; init; } = Takers.None;

    /// <summary>What gateways had said became of it before this attempt.</summary>
    public KnownReports Reports { get; init; } = KnownReports.None;

    /// <summary>As a sender gets it.</summary>
    public AddressedMessage Addressed(Message message) => new(MessageId, Destination, message)
    {
        WrittenAt = WrittenAt,
        Attempt = Attempts,
        Takers = Takers,
        Reports = Reports,
    };

    /// <summary>What gateways made of it after an attempt that ended so.</summary>
    public Takers TakersAfter(SendOutcome outcome) => outcome switch
    {
        { Perhaps: { } perhaps } => Takers with { Perhaps = perhaps, Asked = null },
        { Result: SendResult.Unknown } => Takers with { Perhaps = Takers.Doubtful.Add(outcome.Gateway ?? 0), Asked = null },
        _ => Takers,
    };

    /// <summary>The message's name and kind.</summary>
    public override string ToString() => $"{MessageId} {Channel} {Kind}";
}

/// <summary>How a message is doing.</summary>
/// <param name="WasTried">At least one attempt is over and none is under way.</param>
/// <param name="Blame">Who can do something about it, where the last attempt failed.</param>
public sealed record OutboxProgress(OutboxState State, bool WasTried, Blame Blame);
