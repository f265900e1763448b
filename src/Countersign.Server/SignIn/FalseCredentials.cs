using System.Globalization;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// Keys, sessions and links that nobody was given. Each is a decision, and so belongs into the audit log; but anybody can send any number
/// of them, and they must cost nothing. So they are counted in memory: those from one network have one entry for each minute, with their
/// number. A server that is killed takes the last minute's count with it.
/// </summary>
public sealed class FalseCredentials(Db db, AuditLog audit)
{
    private const int MostNetworks = 1000;
    private const string Several = "several";

    private readonly Lock changing = new();
    private Dictionary<string, Seen> networks = [];

    /// <summary>Counts one.</summary>
    public void Note(Source source)
    {
        AuditNews.Count(EntryOf(source));
        var now = db.Now();
        lock (changing)
        {
            var network = networks.ContainsKey(source.AddressBucket) || networks.Count < MostNetworks ? source.AddressBucket : Several;
            networks[network] = networks.TryGetValue(network, out var before)
                ? before with { From = Common(before.From, source), Tries = before.Tries + 1 }
                : new(network is Several ? source with { IpAddress = Several } : source, 1, now);
        }
    }

    /// <summary>Counts a link, and refuses it.</summary>
    public Refusal Link(Source source)
    {
        Note(source);
        return Refusal.InvalidLink;
    }

    /// <summary>Writes the counts into the audit log. What cannot be written now is told next time.</summary>
    public async Task Tell(CancellationToken ct)
    {
        Dictionary<string, Seen> told;
        lock (changing) (told, networks) = (networks, []);
        if (told.Count == 0) return;

        try
        {
            await db.Write(async tx =>
            {
                foreach (var seen in told.Values) await audit.Append(tx, EntryOf(seen));
            }, ct);
        }
        catch
        {
            lock (changing)
            {
                foreach (var (network, seen) in told)
                    networks[network] = seen with { Tries = seen.Tries + (networks.GetValueOrDefault(network)?.Tries ?? 0) };
            }

            throw;
        }
    }

    private static Source Common(Source before, Source now) => before with
    {
        IpAddress = before.IpAddress == now.IpAddress ? now.IpAddress : Several,
        Route = before.Route == now.Route ? now.Route : Several,
    };

    private static AuditEntry EntryOf(Source source) => new(AuditEvent.AuthnTokenRefused, source, null, AuditOutcome.UnknownCredential);

    private static AuditEntry EntryOf(Seen seen) => EntryOf(seen.From) with
    {
        Tries = seen.Tries,
        Args = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["tries"] = seen.Tries.ToString(CultureInfo.InvariantCulture),
            ["since"] = seen.Since.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        }),
    };

    private sealed record Seen(Source From, long Tries, DateTimeOffset Since);
}
