using System.Globalization;
using System.Text.Json;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// Tries that nobody looked at, because a brake or a lock stood before them. Each is a decision, and so belongs into the audit log; whoever
/// asks on and on must not fill it. Of one kind, at one account or from one network, the first has an entry at once, and those of the next
/// minute have one together, with their number. They are counted in the database, so none is lost with a server, and two servers tell none
/// twice.
/// </summary>
public sealed class TurnedAway(AuditLog audit)
{
    private const int StepSize = 50;
    private static readonly Rate AtOnce = new(1, TimeSpan.FromMinutes(1));

    /// <summary>Writes one down, now or with others.</summary>
    public async Task Note(Tx tx, AuditEntry entry)
    {
        var bucket = Buckets.TurnedAway(entry);
        if (await LimitStore.TryTake(tx, new(bucket, AtOnce))) await audit.Append(tx, entry);
        else await tx.Later($"""
            INSERT INTO turned_away (bucket, about, event, outcome, factor, method_id, ip_address, api_route, tries, since)
            VALUES ({bucket}, {entry.Account?.Value}, {entry.Event}, {entry.Outcome}, {entry.Factor}, {entry.Method?.Value},
                    {entry.Source.IpAddress}, {entry.Source.Route}, 1, {tx.Now})
            ON CONFLICT (bucket) DO UPDATE SET tries = turned_away.tries + 1
            """);
    }

    /// <summary>Tells of those that have waited for a minute, a step of them.</summary>
    /// <returns>How many entries it wrote; 0 at the end.</returns>
    public async Task<int> Tell(Tx tx)
    {
        var due = tx.Now - AtOnce.Window;
        var waiting = await tx.Query<Waiting>($"""
            SELECT bucket, about FROM turned_away WHERE since <= {due} ORDER BY about, bucket LIMIT {StepSize}
            """);
        foreach (var one in waiting)
        {
            // The account first, as whoever is turned away does it, so that neither waits for the other.
            if (one.About is { } account) await AccountStore.Find(tx, new(account));
            var row = await tx.FindOne<Row>($"""
                DELETE FROM turned_away WHERE bucket = {one.Bucket} AND since <= {due}
                RETURNING about, event, outcome, factor, method_id, ip_address, api_route, tries, since
                """);
            if (row is not null) await audit.Append(tx, row.ToEntry());
        }

        return waiting.Count;
    }

    private sealed record Waiting(string Bucket, long? About);

    private sealed record Row(
        long? About, string Event, string Outcome, string? Factor, long? MethodId, string IpAddress, string ApiRoute, long Tries,
        long Since)
    {
        public AuditEntry ToEntry() => new(
            Words.To<AuditEvent>(Event), new(IpAddress, IpAddress, "", ApiRoute), About is { } account ? new AccountId(account) : null,
            Words.To<AuditOutcome>(Outcome))
        {
            Factor = Factor is null ? null : Words.To<ProofKind>(Factor),
            Method = MethodId is { } method ? new MethodId(method) : null,
            Args = JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["tries"] = Tries.ToString(CultureInfo.InvariantCulture),
                ["since"] = DateTimeOffset.FromUnixTimeSeconds(Since).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            }),
        };
    }
}
