using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>How a message is getting on, as its own person may know it.</summary>
/// <param name="HandedAt">When a gateway, or the mail server, took it last; null: none has.</param>
/// <param name="Reported">What the gateway says became of it; null: nothing.</param>
/// <param name="NextRouteAt">When another gateway gets it too, if nothing is heard until then; null: none does.</param>
/// <param name="IsUnderWay">Whether it is being handed over right now.</param>
public sealed record DeliveryState(
    Channel Channel, OutboxState State, int Attempts, DateTimeOffset? HandedAt, ReportedState? Reported, DateTimeOffset? ReportedAt,
    DateTimeOffset? NextRouteAt, bool IsUnderWay)
{
    /// <summary>
    /// The number of the gateway that took it last, or, where none has, of the one that is being asked or was asked last; null: nobody
    /// knows, or it is a mail.
    /// </summary>
    public int? Gateway { get; init; }

    /// <summary>Whether it may have left, and nobody knows.</summary>
    public bool IsInDoubt { get; init; }

    /// <summary>Whether it is a call.</summary>
    public bool IsCall { get; init; }

    /// <summary>Whether its reader may be called instead.</summary>
    public bool MayCall { get; init; }

    /// <summary>Whether nothing more will be heard of it.</summary>
    public bool IsOver => Reported is ReportedState.Delivered || State is not (OutboxState.Waiting or OutboxState.Sent)
        || (State is OutboxState.Sent && Channel is Channel.Email);
}

/// <summary>A message of an account, with how it is getting on.</summary>
/// <param name="Masked">Where it goes, but for what others need not read.</param>
public sealed record OwnMessage(MessageId Id, MessageKind Kind, string Masked, DateTimeOffset CreatedAt, DeliveryState Delivery);

/// <summary>Reads the outbox for the people whom its messages are for.</summary>
public static class DeliveryStore
{
    private static SqlPart Columns { get; } = new($"""
        message_id, kind, channel, destination, state, attempts, created_at, done_at, handed_at, reported, reported_at, next_route_at,
        claimed_until, gateway, acknowledged
        """);

    /// <summary>How the code that was sent last for a challenge is getting on; null when nothing was sent, or its record is gone.</summary>
    public static async Task<DeliveryState?> OfCode(Sql sql, Challenge challenge) => (await sql.FindOne<Row>($"""
        SELECT {Columns} FROM outbox WHERE account_id = {challenge.Account} AND challenge_id = {challenge.Id} ORDER BY id DESC LIMIT 1
        """))?.ToMessage(sql.Now).Delivery;

    /// <summary>One message of an account, or null.</summary>
    public static async Task<OwnMessage?> Find(Sql sql, AccountId account, MessageId id) => (await sql.FindOne<Row>(
        $"SELECT {Columns} FROM outbox WHERE account_id = {account} AND message_id = {id.Value}"))?.ToMessage(sql.Now);

    /// <summary>The last messages of an account, newest first.</summary>
    public static async Task<IReadOnlyList<OwnMessage>> List(Sql sql, AccountId account, int most) =>
    [
        .. (await sql.Query<Row>($"SELECT {Columns} FROM outbox WHERE account_id = {account} ORDER BY id DESC LIMIT {most}"))
            .Select(row => row.ToMessage(sql.Now)),
    ];

    private sealed record Row(
        string MessageId, string Kind, string Channel, string Destination, string State, long Attempts, long CreatedAt, long? DoneAt,
        long? HandedAt, string? Reported, long? ReportedAt, long? NextRouteAt, long? ClaimedUntil, long? Gateway,
        string? Acknowledged)
    {
        public OwnMessage ToMessage(DateTimeOffset now)
        {
            var (channel, state) = (Words.To<Channel>(Channel), Words.To<OutboxState>(State));
            var isUnderWay = Stored.Instant(ClaimedUntil) > now;
            var reported = Reported is null ? (ReportedState?)null : Words.To<ReportedState>(Reported);
            var takers = Takers.In(Acknowledged);
            return new(
                new(MessageId), Words.To<MessageKind>(Kind), MessageRecordStore.Mask(channel, Destination), Stored.Instant(CreatedAt),
                new(
                    channel, state, (int)Attempts, Stored.Instant(HandedAt) ?? (state is OutboxState.Sent ? Stored.Instant(DoneAt) : null),
                    reported, Stored.Instant(ReportedAt), isUnderWay ? null : Stored.Instant(NextRouteAt), isUnderWay)
                {
                    // One that is only being asked, or took nothing, is not the one that has it.
                    Gateway = reported is ReportedState.Delivered || takers.Acknowledged.IsEmpty
                        || takers.Acknowledged.Contains((int)(Gateway ?? 0))
                        ? (int?)Gateway
                        : takers.Acknowledged[^1],

                    IsInDoubt = state is OutboxState.Unknown
                        || (state is OutboxState.Waiting && !(isUnderWay ? takers.Perhaps : takers.Doubtful).IsEmpty),
                });
        }
    }
}
