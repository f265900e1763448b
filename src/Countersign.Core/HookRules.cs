namespace Countersign.Core;

/// <summary>What has become of an event on its way to a webhook.</summary>
public enum HookState
{
    /// <summary>It is to be sent, or was tried and is tried again.</summary>
    Waiting,

    /// <summary>The other side has it.</summary>
    Taken,

    /// <summary>It was tried for three days, or the other side wants nothing more.</summary>
    GivenUp,
}

/// <summary>What has become of a message, as webhooks are told.</summary>
public enum MessageNews
{
    /// <summary>The gateway, or the mail server, has taken it.</summary>
    Sent,

    /// <summary>The gateway says that it has arrived.</summary>
    Delivered,

    /// <summary>It will not arrive: it was refused, was too late, or nobody knows.</summary>
    Failed,

    /// <summary>It came back.</summary>
    Bounced,
}

/// <summary>How long an event is offered to a webhook. Pure.</summary>
public static class HookRules
{
    // As the Standard Webhooks specification proposes it: ten attempts in a little more than three days.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <summary>How many webhooks there may be.</summary>
    public const int Most = 20;

    /// <summary>How long what is sent is signed by the secret of before, too, once it was changed.</summary>
    public static TimeSpan Overlap { get; } = TimeSpan.FromHours(24);

    /// <summary>How long to wait after this attempt, a tenth more or less by chance; null: that was the last one.</summary>
    /// <param name="attempt">Its number, from 1.</param>
    /// <param name="chance">From 0 up to 1: spreads retries that failed together.</param>
    public static TimeSpan? Pause(int attempt, double chance) => attempt > Pauses.Length
        ? null
        : TimeSpan.FromSeconds(Math.Ceiling(Pauses[Math.Max(attempt, 1) - 1].TotalSeconds * (0.9 + (0.2 * chance))));
}
