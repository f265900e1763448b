using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Storage;

/// <summary>What is kept of a message for the people who run the service: never its text, and its destination only masked.</summary>
/// <param name="NextAttempt">When it is offered next; null once it is done with.</param>
/// <param name="Reason">Why the last attempt did not succeed, in one harmless line; null when there is nothing to say.</param>
public sealed record MessageRecord(
    long Id, Channel Channel, MessageKind Kind, string Masked, OutboxState State, int Attempts,
    DateTimeOffset CreatedAt, DateTimeOffset? DoneAt, DateTimeOffset? NextAttempt, string? Reason)
{
    /// <summary>The number of the gateway that a text message was offered to last; null: nobody knows.</summary>
    public int? Gateway { get; init; }

    /// <summary>What is told of it.</summary>
    public required Telling Telling { get; init; }

    /// <summary>What the gateways have said became of it, in one word; null: nothing.</summary>
    public ReportedState? Reported => Telling.Reported;

    /// <summary>When they said so.</summary>
    public DateTimeOffset? ReportedAt => Telling.ReportedAt;

    /// <summary>What each gateway has said, by its number; 0: nobody knows which.</summary>
    public IReadOnlyList<Holder> Reports { get; init; } = [];
}

/// <summary>What has become of a message.</summary>
/// <param name="DoneAt">Null: it still waits.</param>
public sealed record MessageFate(OutboxState State, DateTimeOffset? DoneAt);

/// <summary>Which records are wanted.</summary>
public enum MessageChoice
{
    All,

    /// <summary>Refused, of unknown fate, or too late: the person has not got it.</summary>
    Failed,

    Waiting,
}

/// <summary>How many messages of a channel are in a state.</summary>
public sealed record MessageCount(Channel Channel, OutboxState State, long Messages);

/// <summary>Reads the outbox for the people who run the service.</summary>
public static class MessageRecordStore
{
    /// <summary>A page of records, newest first.</summary>
    /// <param name="account">Only what went to this account; null: to anybody.</param>
    /// <param name="before">Only what was stored before this row; null begins with the newest.</param>
    public static async Task<IReadOnlyList<MessageRecord>> List(
        Sql sql, MessageChoice choice, Channel? channel, AccountId? account, long? before, int most)
    {
        var rows = await sql.Query<Row>($"""
            SELECT id, channel, kind, destination, state, attempts, created_at, done_at, next_attempt_at, last_error,
                   gateway, acknowledged, reports, reported, reported_at, claimed_until, next_route_at
            FROM outbox
            WHERE id < {before ?? long.MaxValue} AND {new SqlPart(StateOf(choice))} AND {new SqlPart(Of(account))} AND ({channel is null} = 1 OR channel = {Word(channel)})
            ORDER BY id DESC LIMIT {most}
            """);
        return [.. rows.Select(row => row.ToRecord(sql.Now))];
    }

    /// <summary>What has become of one message of an account, and when it was done with; null when its record is gone.</summary>
    public static async Task<MessageFate?> Find(Sql sql, AccountId account, MessageId id) => (await sql.FindOne<FateRow>(
        $"SELECT state, done_at FROM outbox WHERE message_id = {id.Value} AND account_id = {account}")) is { } row
            ? new(Words.To<OutboxState>(row.State), Stored.Instant(row.DoneAt))
            : null;

    /// <summary>How the messages stored since an instant are doing.</summary>
    public static async Task<IReadOnlyList<MessageCount>> CountSince(Sql sql, DateTimeOffset since)
    {
        var rows = await sql.Query<CountRow>(
            $"SELECT channel, state, count(*) AS messages FROM outbox WHERE created_at >= {since} GROUP BY channel, state");
        return [.. rows.Select(row => new MessageCount(Words.To<Channel>(row.Channel), Words.To<OutboxState>(row.State), row.Messages))];
    }

    /// <summary>How many wait, but for those that gather more until they go out.</summary>
    public static Task<long> CountWaiting(Sql sql) => sql.Number($"""
        SELECT count(*) FROM outbox WHERE state = {OutboxState.Waiting} AND (gathers IS NULL OR next_attempt_at <= {sql.Now})
        """);

    /// <summary>Since when the oldest of them waits, but for those that gather more until they go out; null when none does.</summary>
    public static async Task<DateTimeOffset?> OldestWaiting(Sql sql)
    {
        var seconds = await sql.Number($"""
            SELECT coalesce(min(created_at), 0) FROM outbox
            WHERE state = {OutboxState.Waiting} AND (gathers IS NULL OR next_attempt_at <= {sql.Now})
            """);
        return seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    // Said without OR: only then the index on the state finds the few that wait or failed among many that were sent.
    private static Statement StateOf(MessageChoice choice) => choice switch
    {
        MessageChoice.All => $"1 = 1",
        MessageChoice.Waiting => $"state = {OutboxState.Waiting}",
        MessageChoice.Failed => $"state IN ({OutboxState.Refused}, {OutboxState.Unknown}, {OutboxState.Expired})",
    };

    private static Statement Of(AccountId? account) => account is { } id ? (Statement)$"account_id = {id}" : $"1 = 1";

    private static string Word(Channel? channel) => channel is { } known ? Words.Of(known) : "";

    /// <summary>A destination, but for what others need not read.</summary>
    internal static string Mask(Channel channel, string destination) => channel switch
    {
        Channel.Sms => $"•••• {PhoneNumber.FromE164(destination).LastFour}",
        Channel.Email => Stored.Email(destination).Masked,
    };

    private sealed record Row(
        long Id, string Channel,
        string Kind, string Destination, string State, long Attempts, long CreatedAt, long? DoneAt, long NextAttemptAt, string? LastError,
        long? Gateway, string? Acknowledged, string? Reports, string? Reported, long? ReportedAt, long? ClaimedUntil, long? NextRouteAt)
    {
        public MessageRecord ToRecord(DateTimeOffset now)
        {
            var (channel, state) = (Words.To<Channel>(Channel), Words.To<OutboxState>(State));
            var course = new CourseRow(
                State, Attempts, Gateway, Acknowledged, Reports, Reported, ReportedAt, ClaimedUntil, NextRouteAt).CourseAt(now);
            return new(
                Id, channel, Words.To<MessageKind>(Kind), Mask(channel, Destination), state, (int)Attempts,
                Stored.Instant(CreatedAt), Stored.Instant(DoneAt), state is OutboxState.Waiting ? Stored.Instant(NextAttemptAt) : null,
                string.IsNullOrWhiteSpace(LastError) ? null : SafeText.OneLine(LastError))
            {
                Gateway = (int?)Gateway,
                Telling = TellRules.Of(course),
                Reports = [.. course.Holders.Where(each => each.Reported is not null).DistinctBy(each => each.Gateway)],
            };
        }
    }

    private sealed record FateRow(string State, long? DoneAt);

    // By properties: a count over no rows has no column type that a constructor could be chosen by.
    private sealed record CountRow
    {
        public string Channel { get; init; } = "";

        public string State { get; init; } = "";

        public long Messages { get; init; }
    }
}
