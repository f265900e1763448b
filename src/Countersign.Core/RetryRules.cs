namespace Countersign.Core;

/// <summary>What becomes of a message after an attempt.</summary>
/// <param name="NextAttempt">When to try again; only while it is waiting.</param>
/// <param name="Reason">Why it was not taken; null when it was.</param>
public sealed record Settlement(OutboxState State, DateTimeOffset? NextAttempt = null, string? Reason = null)
{
    /// <summary>Who can do something about it.</summary>
    public Blame Blame { get; init; }
}

/// <summary>An attempt to hand a message over.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="ExpiresAt">When the message is worth nothing any more.</param>
/// <param name="OutlastsUs">
/// What is the operator's fault is mended some day: until then it is offered again, since whoever it is for must hear of it.
/// </param>
public sealed record Attempt(Channel Channel, int Number, DateTimeOffset ExpiresAt, bool OutlastsUs = false)
{
    /// <summary>How many offers of it had an end that nobody knows, with this one: each may have left.</summary>
    public int Doubts { get; init; }
}

/// <summary>Whether and when a message is offered again. Pure.</summary>
public static class RetryRules
{
    /// <summary>How many offers of a text message whose fate nobody knows there are at the most: each may cost money.</summary>
    public const int MostDoubts = 2;

    private static readonly int[] Pauses = [1, 2, 5, 15, 30, 60];

    /// <summary>What becomes of a message after this attempt.</summary>
    /// <param name="chance">From 0 up to 1: spreads retries that failed together.</param>
    public static Settlement After(SendOutcome outcome, Attempt attempt, DateTimeOffset now, double chance) =>
        StateAfter(outcome, attempt, now, chance) with { Blame = outcome.Blame };

    /// <summary>1, 2, 5, 15, 30, 60, 60 … seconds, a fifth more or less by chance, in whole seconds.</summary>
    public static TimeSpan Pause(int attempts, double chance)
    {
        var seconds = Pauses[Math.Clamp(attempts - 1, 0, Pauses.Length - 1)];
        return TimeSpan.FromSeconds(Math.Ceiling(seconds * (0.8 + (0.4 * chance))));
    }

    private static Settlement StateAfter(SendOutcome outcome, Attempt attempt, DateTimeOffset now, double chance) => outcome.Result switch
    {
        SendResult.Accepted => new(OutboxState.Sent),
        SendResult.RefusedForGood when attempt.OutlastsUs && outcome is { Blame: Blame.Us, IsWanted: false } =>
            AgainBeforeExpiry(outcome, attempt, now, chance),
        SendResult.RefusedForGood => new(OutboxState.Refused, Reason: outcome.Reason),
        SendResult.FailedForNow => AgainBeforeExpiry(outcome, attempt, now, chance),
        SendResult.Unknown when attempt.Channel is Channel.Email => AgainBeforeExpiry(outcome, attempt, now, chance),
        // Each text message costs money: one of unknown fate is offered once more, not again and again.
        SendResult.Unknown when !outcome.IsLast && attempt.Doubts < MostDoubts => AgainBeforeExpiry(outcome, attempt, now, chance),
        SendResult.Unknown => new(OutboxState.Unknown, Reason: outcome.Reason),
    };

    private static Settlement AgainBeforeExpiry(SendOutcome outcome, Attempt attempt, DateTimeOffset now, double chance)
    {
        var next = now + Pause(attempt.Number, chance);
        return next < attempt.ExpiresAt
            ? new(OutboxState.Waiting, next, outcome.Reason)
            : new(OutboxState.Expired, Reason: outcome.Reason);
    }
}
