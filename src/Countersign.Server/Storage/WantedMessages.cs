namespace Countersign.Server.Storage;

/// <summary>
/// Whether somebody can still do something with a message, as conditions on a row of <c>outbox</c>. Asked before each offer.
/// </summary>
internal static class WantedMessages
{
    /// <summary>What its code is for has ended.</summary>
    public static SqlPart HasEnded { get; } = new($"""
        NOT EXISTS (SELECT 1 FROM challenges WHERE id = challenge_id AND ended_at IS NULL)
        """);

    /// <summary>Its code opens nothing any more: what it is for has ended, or a younger message has taken it to somebody.</summary>
    public static SqlPart IsDead { get; } = new($"""
        (kind <> {MessageKind.Notice} AND ({HasEnded} OR {YoungerMessages.IsTaken}))
        """);

    /// <summary>The same, or it is too old.</summary>
    public static SqlPart IsOver(Sql sql) => new($"(expires_at <= {sql.Now} OR {IsDead})");
}
