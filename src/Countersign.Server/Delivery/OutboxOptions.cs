namespace Countersign.Server.Delivery;

/// <summary>How patient the outbox is.</summary>
public sealed record OutboxOptions
{
    /// <summary>How long a request waits for the first attempt.</summary>
    public TimeSpan FirstAttemptWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a worker owns a message it took. Longer than the longest attempt; after it another worker takes the
    /// message, since this one must be dead.
    /// </summary>
    public TimeSpan Claim { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How often the worker looks without being woken: for retries, and for what other nodes left behind.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the record of a finished message (without its text) is kept.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(7);
}
