namespace Countersign.Core;

/// <summary>Every way one attempt can end.</summary>
public enum SendResult
{
    /// <summary>The other side has taken it over and said so.</summary>
    Accepted,

    /// <summary>The other side will never take this message.</summary>
    RefusedForGood,

    /// <summary>It was not taken, but may be later.</summary>
    FailedForNow,

    /// <summary>It may have been taken: the question went out, and no answer came back.</summary>
    Unknown,
}

/// <summary>How one attempt went.</summary>
/// <param name="Reason">For operators: own words and status numbers only, never what the other side wrote.</param>
public sealed record SendOutcome(SendResult Result, string Reason)
{
    /// <summary>Taken over.</summary>
    public static SendOutcome Accepted { get; } = new(SendResult.Accepted, "");

    /// <summary>It will never be taken.</summary>
    public static SendOutcome RefusedForGood(string reason) => new(SendResult.RefusedForGood, reason);

    /// <summary>Try again later.</summary>
    public static SendOutcome FailedForNow(string reason) => new(SendResult.FailedForNow, reason);

    /// <summary>Nobody knows.</summary>
    public static SendOutcome Unknown(string reason) => new(SendResult.Unknown, reason);
}
