using System.Collections.Immutable;

namespace Countersign.Core;

/// <summary>What came of an offer to a gateway.</summary>
public enum Holding
{
    /// <summary>The gateway took the message over and said so.</summary>
    Acknowledged,

    /// <summary>Nobody knows.</summary>
    Perhaps,

    /// <summary>It is being asked, or was when a server died.</summary>
    Asked,
}

/// <summary>An offer of a message to a gateway that did not take nothing.</summary>
/// <param name="Gateway">Its number; 0: nobody knows which.</param>
/// <param name="Reported">What the gateway has said became of the message; null: nothing.</param>
public sealed record Holder(int Gateway, Holding Holding, ReportedState? Reported = null, DateTimeOffset? ReportedAt = null)
{
    /// <summary>Whether the gateway has said that it has the message, by its answer or by a report.</summary>
    public bool HasIt => Reported is ReportedState.UnderWay or ReportedState.Delivered
        || (Holding is Holding.Acknowledged && Reported is not ReportedState.Failed);

    /// <summary>Whether the gateway may deliver it, as far as anybody knows.</summary>
    public bool MayHaveIt => Reported is not ReportedState.Failed;
}

/// <summary>A younger message with the code of the same challenge.</summary>
public enum Younger
{
    /// <summary>There is none, or it came to nothing.</summary>
    None,

    /// <summary>It is being handed over, or is about to be: what comes of it is waited for.</summary>
    BeingTried,

    /// <summary>It was taken, or delivered, and did not fail: nobody needs this one.</summary>
    Taken,
}

/// <summary>How far a message has come: all that decides who gets it next, and what is told of it.</summary>
/// <param name="Holders">
/// The offers that did not come to nothing: those that were acknowledged, those in doubt, and the one under way.
/// </param>
public sealed record MessageCourse(OutboxState State, ImmutableArray<Holder> Holders)
{
    /// <summary>How many attempts there were, with the one that is under way.</summary>
    public int Attempts { get; init; }

    /// <summary>Whether somebody is handing it over right now.</summary>
    public bool IsUnderWay { get; init; }

    /// <summary>Whether another gateway is to have it, too.</summary>
    public bool HasNext { get; init; }

    /// <summary>How a younger message with the same code is doing.</summary>
    public Younger Younger { get; init; }

    /// <summary>Whether somebody's phone has it.</summary>
    public bool IsDelivered => Holders.Any(each => each.Reported is ReportedState.Delivered);

    /// <summary>Whether a gateway has acknowledged it, or told that it has it, and has not told of a failure since.</summary>
    public bool IsHeld => Holders.Any(each => each.HasIt);

    /// <summary>The gateway that is being asked, or was when a server died; null: none.</summary>
    public int? Asked => Holders.FirstOrDefault(each => each.Holding is Holding.Asked)?.Gateway;

    /// <summary>
    /// The offers of which something is known. One of a server that is handing it over right now may still come to nothing: it counts
    /// neither way, unless the gateway has told meanwhile that it has it.
    /// </summary>
    public IEnumerable<Holder> Past => Holders.Where(each => each.Holding is not Holding.Asked || !IsUnderWay || each.HasIt);
}
