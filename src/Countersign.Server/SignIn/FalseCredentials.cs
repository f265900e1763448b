using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Secrets;
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
    private const int MostNetworks = 100;
    private const string Several = "several";

    private readonly Lock changing = new();
    private Dictionary<string, Seen> networks = [];

    /// <summary>Counts one.</summary>
    public void Note(Source source)
    {
        AuditNews.Count(EntryOf(source));
        var now = db.Now();
        lock (changing) Add(new(source, 1, now));
    }

    /// <summary>Reads what somebody presents as a token; what cannot be one is counted.</summary>
    public bool TryRead(string? presented, Source source, [NotNullWhen(true)] out Token? token)
    {
        if (Token.TryParse(presented, out token)) return true;

        if (!string.IsNullOrEmpty(presented)) Note(source);
        return false;
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
                foreach (var seen in told.Values) Add(seen);
            }

            throw;
        }
    }

    // Of an IPv6 address the widest network around it counts: somebody has all of that.
    private void Add(Seen seen)
    {
        var widest = seen.From.Around is [.., var around] ? around.Bucket : seen.From.AddressBucket;
        if (seen.From.IpAddress is Several) widest = Several;
        var network = networks.ContainsKey(widest) || networks.Count < MostNetworks ? widest : Several;
        networks[network] = networks.TryGetValue(network, out var other)
            ? new(Common(other.From, seen.From), other.Tries + seen.Tries, other.Since < seen.Since ? other.Since : seen.Since)
            : seen with { From = network is Several ? seen.From with { IpAddress = Several } : seen.From };
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
