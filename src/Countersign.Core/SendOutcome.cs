using System.Collections.Immutable;

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

/// <summary>Who can do something about a message that was not taken.</summary>
public enum Blame
{
    /// <summary>Whoever is to get it, or nobody: the other side does not know the address or number, or is busy.</summary>
    Others,

    /// <summary>
    /// The operator: the other side does not take anything from us as we greet it, sign in or name ourselves. The person hears nothing
    /// about their own address.
    /// </summary>
    Us,
}

/// <summary>How one attempt went.</summary>
/// <param name="Reason">For operators: own words and status numbers only, never what the other side wrote.</param>
public sealed record SendOutcome(SendResult Result, string Reason)
{
    /// <summary>Who can do something about it.</summary>
    public Blame Blame { get; private init; }

    /// <summary>Which gateway it was, by its number in the settings; null where there is only one way.</summary>
    public int? Gateway { get; init; }

    /// <summary>By what the other side knows the message; null when it has not said.</summary>
    public string? Reference { get; init; }

    /// <summary>After how long without a report another gateway is to have it; null: none is.</summary>
    public TimeSpan? NextRouteAfter { get; init; }

    /// <summary>
    /// The gateways that may have it after this attempt, one for each offer whose end nobody knows; null: this tells of one offer alone.
    /// </summary>
    public ImmutableArray<int>? Perhaps { get; init; }

    /// <summary>Whether nothing more is to be offered, though nobody knows whether it has left.</summary>
    public bool IsLast { get; init; }

    /// <summary>Whether a part of it has left, though not all of it: it is refused and paid for.</summary>
    public bool LeftInPart { get; init; }

    /// <summary>Whether it may have left, and so is to be paid for.</summary>
    public bool MayHaveLeft => LeftInPart || Result is SendResult.Accepted or SendResult.Unknown;

    /// <summary>Whether the operator wants it so: nobody will mend it.</summary>
    public bool IsWanted { get; private init; }

    /// <summary>There is no way for it, as the operator has it.</summary>
    public static SendOutcome NoWay { get; } = OurFaultForGood("no gateway is set for it") with { IsWanted = true };

    /// <summary>Taken over.</summary>
    public static SendOutcome Accepted { get; } = new(SendResult.Accepted, "");

    /// <summary>Taken over, and known there by this reference.</summary>
    public static SendOutcome AcceptedAs(string? reference) => Accepted with { Reference = reference };

    /// <summary>It will never be taken.</summary>
    public static SendOutcome RefusedForGood(string reason) => new(SendResult.RefusedForGood, reason);

    /// <summary>Try again later.</summary>
    public static SendOutcome FailedForNow(string reason) => new(SendResult.FailedForNow, reason);

    /// <summary>It will never be taken, and it is our own fault.</summary>
    public static SendOutcome OurFaultForGood(string reason) => RefusedForGood(reason) with { Blame = Blame.Us };

    /// <summary>Try again later, when the operator may have mended it.</summary>
    public static SendOutcome OurFaultForNow(string reason) => FailedForNow(reason) with { Blame = Blame.Us };

    /// <summary>Nobody knows.</summary>
    public static SendOutcome Unknown(string reason) => new(SendResult.Unknown, reason);
}
