using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What became of a message, until webhooks are told of it.</summary>
/// <param name="Why">Why it failed, in a word; null where it did not.</param>
public sealed record StoredMessageNews(
    long Id, long? AccountId, string MessageId, string Channel, string Kind, string News, string? Why, long? Gateway, long CreatedAt);

/// <summary>
/// What became of messages, written down with it, in one transaction; and only where there is a webhook that may be told.
/// </summary>
public static class MessageNewsStore
{
    /// <summary>Why a message failed of which every gateway that had it said so.</summary>
    public const string Reported = "reported";

    /// <summary>Notes what became of a message.</summary>
    public static Task Note(Tx tx, MessageId message, MessageNews news, string? why = null) => tx.Later($"""
        INSERT INTO hook_news (account_id, message_id, channel, kind, news, why, gateway, created_at)
        SELECT account_id, message_id, channel, kind, {news}, {why}, gateway, {tx.Now} FROM outbox
        WHERE message_id = {message.Value} AND EXISTS (SELECT 1 FROM hooks)
        """);

    /// <summary>Notes that mail to an account comes back: of the last that went to it, since nobody says which.</summary>
    public static Task NoteBounced(Tx tx, AccountId account) => tx.Later($"""
        INSERT INTO hook_news (account_id, message_id, channel, kind, news, created_at)
        SELECT account_id, message_id, channel, kind, {MessageNews.Bounced}, {tx.Now} FROM outbox
        WHERE id = (SELECT max(id) FROM outbox WHERE account_id = {account} AND channel = {Channel.Email})
          AND EXISTS (SELECT 1 FROM hooks)
        """);

    /// <summary>The oldest.</summary>
    public static Task<IReadOnlyList<StoredMessageNews>> List(Sql sql, int most) => sql.Query<StoredMessageNews>($"""
        SELECT id, account_id, message_id, channel, kind, news, why, gateway, created_at FROM hook_news ORDER BY id LIMIT {most}
        """);

    /// <summary>Forgets one that was told.</summary>
    public static Task Forget(Tx tx, long id) => tx.Later($"DELETE FROM hook_news WHERE id = {id}");

    /// <summary>Forgets all: there was nobody to be told.</summary>
    public static Task ForgetAll(Tx tx) => tx.Execute($"DELETE FROM hook_news WHERE created_at <= {tx.Now}");
}
