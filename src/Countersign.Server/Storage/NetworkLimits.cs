using System.Diagnostics.Metrics;
using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Storage;

/// <summary>A limit without room, and when it has some again.</summary>
public sealed record FullLimit(Limit Limit, DateTimeOffset OpensAt);

/// <summary>
/// Limits by network address. Where a caller may have many addresses (IPv6) the networks around it are limited too, each with a
/// larger rate: else whoever is given a /48 would have 65,536 addresses to try from. So is an application that tells addresses.
/// </summary>
public static class NetworkLimits
{
    private static readonly Meter Meter = new("Countersign");
    private static readonly Counter<long> Reached = Meter.CreateCounter<long>(
        "countersign.limits.reached", "{refusal}", "What was refused because a limit was reached, by which.");

    /// <summary>The limits of a source, from its own address to the widest network around it.</summary>
    /// <param name="bucket">The name of the bucket of one network.</param>
    /// <param name="rate">What one address may.</param>
    public static IReadOnlyList<Limit> Of(Source source, Func<string, string> bucket, Rate rate) =>
    [
        new(bucket(source.AddressBucket), rate with { Count = rate.Count * source.Share }),
        .. Wider(source).Select(network => new Limit(bucket(network.Bucket), rate with { Count = rate.Count * network.Share })),
    ];

    // Whoever got hold of an application's key could tell any address, and would meet no other limit.
    private static IEnumerable<Network> Wider(Source source) =>
        source.ToldBy is { } teller ? source.Around.Append(teller.Network)
        : source.Asking is { Together: { } together } ? source.Around.Append(together)
        : source.Around;

    /// <summary>Takes one place in each; a refusal takes none.</summary>
    /// <returns>Null when all had room; else the first full one, and when it opens.</returns>
    public static async Task<FullLimit?> TakeAll(Tx tx, IReadOnlyList<Limit> all)
    {
        foreach (var limit in all)
        {
            if (await LimitStore.OpensAt(tx, limit) is not { } opens) continue;

            tx.TellAfterCommit(() => Reached.Add(1, new KeyValuePair<string, object?>("limit", Buckets.KindOf(limit.Bucket))));
            return new(limit, opens);
        }

        foreach (var limit in all) OvertakenException.Unless(await LimitStore.TryTake(tx, limit));
        return null;
    }
}
