using System.Globalization;
using System.Text.Json;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// Tries that nobody looked at, because a brake or a lock stood before them. Each is a decision, and so belongs into the audit log; whoever
/// asks on and on must not fill it. Those of one kind, at one account or from one network, have one entry for each minute, with their
/// number. They are counted in the database, so none is lost with a server, and two servers tell none twice. Writing one down is the same
/// work whoever it is about, so that it tells nobody whether there is such an account.
/// </summary>
public sealed class TurnedAway(AuditLog audit)
{
    private const int StepSize = 50;
    private const string SeveralPlaces = "several";
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

    /// <summary>Writes one down, to be told with others; in the metrics it counts at once.</summary>
    /// <param name="from">The network that is full, where that and nothing about the account was the reason.</param>
    public static Task Note(Tx tx, AuditEntry entry, string? from = null)
    {
        tx.TellAfterCommit(() => AuditNews.Count(entry));
        var about = from is null ? entry.Account?.Value : null;
        return tx.Later($"""
            INSERT INTO turned_away (bucket, about, event, outcome, factor, method_id, ip_address, api_route, tries, since)
            VALUES ({Buckets.TurnedAway(entry, from)}, {about}, {entry.Event}, {entry.Outcome}, {entry.Factor}, {entry.Method?.Value},
                    {entry.Source.IpAddress}, {entry.Source.Route}, 1, {tx.Now})
            ON CONFLICT (bucket) DO UPDATE
            SET tries = turned_away.tries + 1,
                ip_address = CASE WHEN turned_away.ip_address = excluded.ip_address THEN excluded.ip_address ELSE {SeveralPlaces} END,
                api_route = CASE WHEN turned_away.api_route = excluded.api_route THEN excluded.api_route ELSE {SeveralPlaces} END
            """);
    }

    /// <summary>Tells of those that have waited for a minute, a step of them.</summary>
    /// <returns>How many entries it wrote; 0 at the end.</returns>
    public async Task<int> Tell(Tx tx)
    {
        var waiting = await tx.Query<Waiting>($"""
            SELECT bucket, about FROM turned_away WHERE {IsDue(tx)} ORDER BY about, bucket LIMIT {StepSize}
            """);
        foreach (var one in waiting)
        {
            // The account first, as whoever is turned away does it, so that neither waits for the other.
            if (one.About is { } account) await AccountStore.Find(tx, new(account));
            var row = await tx.FindOne<Row>($"""
                DELETE FROM turned_away WHERE bucket = {one.Bucket} AND {IsDue(tx)}
                RETURNING about, event, outcome, factor, method_id, ip_address, api_route, tries, since
                """);
            if (row is not null) await audit.Append(tx, row.ToEntry());
        }

        return waiting.Count;
    }

    private static SqlPart IsDue(Tx tx) =>
        new($"(since <= {tx.Now - Together} OR since > {tx.Now + Believed.Drift})");

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
            Tries = Tries,
            Args = JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["tries"] = Tries.ToString(CultureInfo.InvariantCulture),
                ["since"] = DateTimeOffset.FromUnixTimeSeconds(Since).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            }),
        };
    }
}
