namespace Countersign.Core;

/// <summary>What is told of a message, to its reader, to operators and to their programs.</summary>
public enum Told
{
    /// <summary>It is being handed over for the first time.</summary>
    HandingOver,

    /// <summary>Nobody took it yet; it is offered again.</summary>
    TriedAgain,

    /// <summary>Nobody is known to have it, and somebody may.</summary>
    InDoubt,

    /// <summary>A gateway, or the mail server, has it.</summary>
    HandedOver,

    /// <summary>The phone has it.</summary>
    Delivered,

    /// <summary>Whoever had it failed; another gateway is getting it.</summary>
    GoesOn,

    /// <summary>Whoever had it failed, and nobody else is to have it.</summary>
    GivenUp,

    /// <summary>Nobody has had it, and nobody will.</summary>
    NotHandedOver,
}

/// <summary>What is told of a message.</summary>
/// <param name="About">The gateway that this is about; null: it is about none.</param>
public sealed record Telling(Told What, Holder? About)
{
    /// <summary>
    /// What the gateways have reported, in one word: delivered as soon as one says so, and failed only if nobody else may have it.
    /// </summary>
    public ReportedState? Reported => What switch
    {
        Told.Delivered => ReportedState.Delivered,
        Told.GoesOn or Told.GivenUp => ReportedState.Failed,
        Told.HandedOver when About?.Reported is ReportedState.UnderWay => ReportedState.UnderWay,
        Told.HandedOver or Told.InDoubt or Told.HandingOver or Told.TriedAgain or Told.NotHandedOver => null,
    };

    /// <summary>When that was reported.</summary>
    public DateTimeOffset? ReportedAt => Reported is null ? null : About?.ReportedAt;
}

/// <summary>
/// What is told of a message. Nobody reads that it is on its way when nobody can have it, nor that it failed while somebody may. Pure.
/// </summary>
public static class TellRules
{
    /// <summary>What is told.</summary>
    public static Telling Of(MessageCourse course)
    {
        var past = course.Past.ToList();
        if (past.FindLast(each => each.Reported is ReportedState.Delivered) is { } arrived) return new(Told.Delivered, arrived);
        if (past.FindLast(each => each.HasIt) is { } holder) return new(Told.HandedOver, holder);
        if (past.FindLast(each => each.MayHaveIt) is { } perhaps) return new(Told.InDoubt, perhaps);

        return past.Count > 0 ? new(AfterFailure(course), past[^1]) : new(WithNobody(course), null);
    }

    private static Told AfterFailure(MessageCourse course) =>
        course.IsUnderWay || course.HasNext ? Told.GoesOn
        : course.State is OutboxState.Waiting ? Told.TriedAgain
        : Told.GivenUp;

    private static Told WithNobody(MessageCourse course) => course.State switch
    {
        OutboxState.Waiting => course.Attempts > 1 || (course.Attempts == 1 && !course.IsUnderWay) ? Told.TriedAgain : Told.HandingOver,
        OutboxState.Sent => Told.HandedOver,
        OutboxState.Unknown => Told.InDoubt,
        OutboxState.Refused or OutboxState.Expired or OutboxState.Dropped => Told.NotHandedOver,
    };
}
