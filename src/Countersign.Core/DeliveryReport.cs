namespace Countersign.Core;

/// <summary>What a gateway says became of a message that it took.</summary>
public enum ReportedState
{
    /// <summary>It is on its way.</summary>
    UnderWay,

    /// <summary>It will not arrive.</summary>
    Failed,

    /// <summary>The phone has it.</summary>
    Delivered,
}

/// <summary>
/// What a report changes. Reports come late, twice, and in any order, so each says only as much as nothing before it has said better. Pure.
/// </summary>
public static class ReportRules
{
    /// <summary>
    /// Whether a report says more than what is known: "delivered" ends it, whoever says so; "failed" is believed of the gateway that has
    /// the message now, and after it only "delivered".
    /// </summary>
    /// <param name="known">Null: nothing was reported.</param>
    public static bool SaysMore(ReportedState? known, ReportedState now) => known is not { } before || now > before;
}
