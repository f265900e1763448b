using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A text message as it was written down; it does not print its destination.</summary>
/// <param name="Account">Whose message it is; null when the account is gone.</param>
/// <param name="Purpose">Of the challenge whose code was in it; null: news, or the challenge is forgotten.</param>
/// <param name="Takers">How many gateways acknowledged it, or may have it.</param>
/// <param name="Answers">Whether a code to this number came back within a month.</param>
public sealed record PastMessage(
    long Id, DateTimeOffset At, AccountId? Account, MessageKind Kind, PhoneNumber To, OutboxState State, ChallengePurpose? Purpose,
    int Takers, bool Answers)
{
    /// <summary>The message's number and kind.</summary>
    public override string ToString() => $"{Id} {Kind}";
}

/// <summary>Reads the text messages of some time, in steps, and changes nothing.</summary>
public static class PastTextStore
{
    /// <summary>The next ones of a time, oldest first.</summary>
    /// <param name="from">The instant of <paramref name="after"/>, or where the time begins.</param>
    /// <param name="after">The last one that was read; 0: none was.</param>
    /// <param name="until">Where the time ends; this instant is outside.</param>
    public static async Task<IReadOnlyList<PastMessage>> Page(Sql sql, DateTimeOffset from, long after, DateTimeOffset until, int most)
    {
        var rows = await sql.Query<Row>($"""
            SELECT o.id, o.created_at, o.account_id, o.kind, o.destination, o.state, o.acknowledged, c.purpose, l.window_ends AS answering
            FROM outbox o
            LEFT JOIN challenges c ON c.id = o.challenge_id
            LEFT JOIN limits l ON l.bucket = {Buckets.SmsAnswerings} || o.destination
            WHERE o.channel = {Channel.Sms} AND o.created_at >= {from} AND o.created_at < {until}
              AND (o.created_at > {from} OR o.id > {after})
            ORDER BY o.created_at, o.id LIMIT {most}
            """);
        return [.. rows.Select(row => row.ToMessage())];
    }

    private sealed record Row(
        long Id, long CreatedAt, long? AccountId, string Kind, string Destination, string State, string? Acknowledged, string? Purpose,
        long? Answering)
    {
        public PastMessage ToMessage() => new(
            Id, Stored.Instant(CreatedAt), AccountId is { } account ? new AccountId(account) : null, Words.To<MessageKind>(Kind),
            PhoneNumber.FromE164(Destination), Words.To<OutboxState>(State), Purpose is null ? null : Words.To<ChallengePurpose>(Purpose),
            Storage.Takers.In(Acknowledged).All.Distinct().Count(), Answering > CreatedAt);
    }
}
