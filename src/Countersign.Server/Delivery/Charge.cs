using System.Collections.Immutable;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>What one offer of a message was charged to: given back as it is, or not at all.</summary>
public sealed record Charge(ImmutableArray<TakenPlace> Places)
{
    /// <summary>Nothing.</summary>
    public static Charge None { get; } = new([]);

    /// <summary>Whether there is nothing to give back.</summary>
    public bool IsNone => Places.IsEmpty;

    /// <summary>Both.</summary>
    public Charge And(Charge other) => new([.. Places, .. other.Places]);
}
