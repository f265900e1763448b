namespace Countersign.Core;

/// <summary>How far a message has come. All but the first are ends, and in all but the first its text is wiped.</summary>
public enum OutboxState
{
    Waiting,

    /// <summary>Handed over, and the other side said so.</summary>
    Sent,

    /// <summary>The other side will never take it.</summary>
    Refused,

    /// <summary>Perhaps handed over; not offered again.</summary>
    Unknown,

    /// <summary>Its time ran out first.</summary>
    Expired,

    /// <summary>Its challenge ended first, so its code is worth nothing.</summary>
    Dropped,
}
