using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A mail that came back.</summary>
/// <param name="At">When it was written, or came back.</param>
public sealed record BouncedMail(AccountId Account, string Destination, DateTimeOffset At);

/// <summary>What is known of mails that came back.</summary>
public static class BounceStore
{
    /// <summary>Whose mail this is; null: it is none that we sent to the address of an account.</summary>
    public static async Task<BouncedMail?> FindMail(Sql sql, MessageId id) => await sql.FindOne<Row>($"""
        SELECT account_id, destination, created_at FROM outbox
        WHERE message_id = {id.Value} AND channel = {Channel.Email} AND account_id IS NOT NULL
        """) is { } row ? new(new(row.AccountId), row.Destination, Stored.Instant(row.CreatedAt)) : null;

    private sealed record Row(long AccountId, string Destination, long CreatedAt);
}
