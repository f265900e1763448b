using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>How a message is getting on, as its own person may know it.</summary>
/// <param name="HandedAt">When a gateway, or the mail server, took it last; null: none has.</param>
/// <param name="NextRouteAt">When another gateway gets it too, if nothing is heard until then; null: none does.</param>
public sealed record DeliveryState(
    Channel Channel, MessageCourse Course, Telling Telling, DateTimeOffset? HandedAt, DateTimeOffset? NextRouteAt)
{
    /// <summary>How far it has come.</summary>
    public OutboxState State => Course.State;

    /// <summary>How many attempts there were.</summary>
    public int Attempts => Course.Attempts;

    /// <summary>Whether it is being handed over right now.</summary>
    public bool IsUnderWay => Course.IsUnderWay;

    /// <summary>What its reader is told.</summary>
    public Told Told => Telling.What;

    /// <summary>What the gateways say became of it; null: nothing.</summary>
    public ReportedState? Reported => Telling.Reported;

    /// <summary>When they said so.</summary>
    public DateTimeOffset? ReportedAt => Telling.ReportedAt;

    /// <summary>The number of the gateway that has it, may have it, or had it last; null: none, or nobody knows which.</summary>
    public int? Gateway => Telling.About?.Gateway is > 0 and var number ? number : null;

    /// <summary>Its name.</summary>
    public required MessageId Message { get; init; }

    /// <summary>Whether what is told is about a call.</summary>
    public bool IsCall { get; init; }

    /// <summary>Whether the one that has it next calls.</summary>
    public bool IsCallNext { get; init; }

    /// <summary>Whether its reader may be called instead.</summary>
    public bool MayCall { get; init; }

    /// <summary>Whether nothing more will be heard of it.</summary>
    public bool IsOver => Told is Told.Delivered || State is not (OutboxState.Waiting or OutboxState.Sent)
        || (State is OutboxState.Sent && Channel is Channel.Email);
}

/// <summary>A message of an account, with how it is getting on.</summary>
/// <param name="Masked">Where it goes, but for what others need not read.</param>
public sealed record OwnMessage(MessageId Id, MessageKind Kind, string Masked, DateTimeOffset CreatedAt, DeliveryState Delivery);

/// <summary>Reads the outbox for the people whom its messages are for.</summary>
public static class DeliveryStore
{
    private const int Few = 5;

    private static SqlPart Columns { get; } = new($"""
        message_id, kind, channel, destination, state, attempts, created_at, done_at, handed_at, reported, reported_at, next_route_at,
        claimed_until, gateway, acknowledged, reports
        """);

    /// <summary>
    /// How the code of a challenge is getting on: the message that was sent last, but for those that nobody has had where one before has
    /// gone out; null when nothing was sent, or its record is gone.
    /// </summary>
    public static async Task<DeliveryState?> OfCode(Sql sql, Challenge challenge)
    {
        var sent = (await sql.Query<Row>($"""
            SELECT {Columns} FROM outbox WHERE account_id = {challenge.Account} AND challenge_id = {challenge.Id}
            ORDER BY id DESC LIMIT {Few}
            """)).Select(row => row.ToMessage(sql.Now).Delivery).ToList();
        return sent.Find(each => each.Told is not Told.NotHandedOver) ?? sent.FirstOrDefault();
    }

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
        string? Acknowledged, string? Reports)
    {
        public OwnMessage ToMessage(DateTimeOffset now)
        {
            var channel = Words.To<Channel>(Channel);
            var course = new CourseRow(
                State, Attempts, Gateway, Acknowledged, Reports, Reported, ReportedAt, ClaimedUntil, NextRouteAt).CourseAt(now);
            var handed = Stored.Instant(HandedAt) ?? (course.State is OutboxState.Sent ? Stored.Instant(DoneAt) : null);
            return new(
                new(MessageId), Words.To<MessageKind>(Kind), MessageRecordStore.Mask(channel, Destination), Stored.Instant(CreatedAt),
                new(channel, course, TellRules.Of(course), handed, course.IsUnderWay ? null : Stored.Instant(NextRouteAt))
                {
                    Message = new(MessageId),
                });
        }
    }
}
