using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>Whether a gateway may be asked.</summary>
public enum RouteStanding
{
    /// <summary>It may, and that is written down.</summary>
    Noted,

    /// <summary>The message has arrived meanwhile, or is not to go out any more.</summary>
    Over,

    /// <summary>A gateway that had not answered has told meanwhile that it has the message.</summary>
    UnderWay,

    /// <summary>Somebody else carries the message by now.</summary>
    TakenOver,

    /// <summary>A younger message with the same code was taken meanwhile.</summary>
    NotNeeded,

    /// <summary>What the message is for has ended meanwhile, or its time is over.</summary>
    TooLate,
}

/// <summary>Whether a gateway may be asked, and who has the message meanwhile.</summary>
/// <param name="Holder">The gateway that has told that it has it; null: none has.</param>
public sealed record RouteNoted(RouteStanding Standing, int? Holder = null);

/// <summary>Where it stands to which gateway a message goes.</summary>
public static class RouteStore
{
    /// <summary>
    /// Writes down to which gateway a message goes, before it does: whoever carries it on after a crash knows of the offer. What others
    /// have said of it stays.
    /// </summary>
    public static async Task<RouteNoted> TryNote(Tx tx, AddressedMessage message, int gateway)
    {
        if (await tx.FindOne<CourseRow>($"""
            SELECT {CourseRow.Columns} FROM outbox WHERE message_id = {message.Id.Value}{tx.Hold}
            """) is not { } row) return new(RouteStanding.Over);

        var (course, state) = (row.CourseAt(tx.Now), message.Course.State);
        if (course.State != state || course.IsDelivered) return new(RouteStanding.Over);
        if (row.Attempts != message.Attempt) return new(RouteStanding.TakenOver);
        if (state is OutboxState.Waiting && course.Holders.LastOrDefault(each => each.HasIt) is { } holder)
            return new(RouteStanding.UnderWay, holder.Gateway);
        if (await IsOf(tx, message, YoungerMessages.IsTaken)) return new(RouteStanding.NotNeeded);
        if (await IsOf(tx, message, WantedMessages.IsOver(tx))) return new(RouteStanding.TooLate);

        var (takers, reports) = (message.Takers with { Asked = gateway }, row.Told.Anew(gateway));
        var told = TellRules.Of(row.Of(state, takers, reports) with { IsUnderWay = true });
        await tx.Execute($"""
            UPDATE outbox SET gateway = {gateway}, acknowledged = {takers.Written}, reports = {reports.Written},
                              reported = {told.Reported}, reported_at = {told.ReportedAt}
            WHERE message_id = {message.Id.Value}
            """);
        return new(RouteStanding.Noted);
    }

    private static async Task<bool> IsOf(Tx tx, AddressedMessage message, SqlPart condition) =>
        0 < await tx.Number($"SELECT count(*) FROM outbox WHERE message_id = {message.Id.Value} AND {condition}");
}
