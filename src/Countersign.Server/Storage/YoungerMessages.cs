using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// How a younger message of the same challenge is doing (<see cref="Younger"/>), as a condition on a row of <c>outbox</c>: whoever has the
/// code sent again, or read out, needs no more than one of them.
/// </summary>
internal static class YoungerMessages
{
    /// <summary>It was taken, or delivered, and has not failed.</summary>
    public static SqlPart IsTaken { get; } = new($"""
        EXISTS (SELECT 1 FROM outbox younger WHERE younger.challenge_id = outbox.challenge_id AND younger.id > outbox.id
                AND younger.state = {OutboxState.Sent} AND coalesce(younger.reported, '') <> {ReportedState.Failed})
        """);

    /// <summary>It is being handed over, or due.</summary>
    public static SqlPart IsBeingTried(Tx tx) => new($"""
        EXISTS (SELECT 1 FROM outbox younger WHERE younger.challenge_id = outbox.challenge_id AND younger.id > outbox.id
                AND younger.state = {OutboxState.Waiting}
                AND {Believed.IsDue(tx, "younger.next_attempt_at", OutboxStore.LongestPause)})
        """);
}
