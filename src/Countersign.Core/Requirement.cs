namespace Countersign.Core;

/// <summary>
/// Whether every account must have a second factor, and from when. Whoever decides by it reads it in the snapshot of the
/// account it is asked about, so that an order holds at once at every door and on every node.
/// </summary>
/// <param name="From">When it begins or began; null: it is not required.</param>
/// <param name="Holds">Whether it has begun.</param>
public sealed record Requirement(DateTimeOffset? From, bool Holds)
{
    /// <summary>When it will begin; null when it has begun, or never will.</summary>
    public DateTimeOffset? Ahead => Holds ? null : From;

    /// <summary>By the setting it holds already; else from the date that was ordered on.</summary>
    /// <param name="orderedFrom">The date of the order that stands; null when none does.</param>
    public static Requirement Of(Policy policy, DateTimeOffset? orderedFrom, DateTimeOffset now) =>
        policy.RequiresSecondFactor ? new(DateTimeOffset.MinValue, Holds: true) : new(orderedFrom, orderedFrom <= now);
}
