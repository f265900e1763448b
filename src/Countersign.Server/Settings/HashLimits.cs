namespace Countersign.Server.Settings;

/// <summary>How many slow hashes may run at once, how many may wait, and how long; more are refused with 503.</summary>
public sealed record HashLimits
{
    /// <summary>At once; null: as many as there are cores.</summary>
    public int? Parallel { get; init; }

    /// <summary>Waiting for their turn.</summary>
    public int Queue { get; init; } = 32;

    /// <summary>The longest wait for a turn.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(2);
}
