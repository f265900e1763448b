using System.Diagnostics.Metrics;

namespace Countersign.Server.Radius;

/// <summary>What became of a datagram.</summary>
public enum RadiusResult
{
    /// <summary>Somebody was let in.</summary>
    Accepted,

    /// <summary>Somebody was not.</summary>
    Rejected,

    /// <summary>A code was asked for.</summary>
    Challenged,

    /// <summary>We were asked whether we are there.</summary>
    Status,

    /// <summary>It came once more, and got the answer of before, or waits for it.</summary>
    Repeated,

    /// <summary>Nobody asks from there.</summary>
    UnknownClient,

    /// <summary>It has no Message-Authenticator, or one of another secret.</summary>
    Unauthentic,

    /// <summary>It is no packet, or one that is for others.</summary>
    Malformed,

    /// <summary>There was no room for it.</summary>
    Dropped,

    /// <summary>It could not be decided, and got no answer.</summary>
    Unavailable,
}

/// <summary>How many datagrams there were, by what became of them (tag <c>result</c>).</summary>
internal static class RadiusMetrics
{
    private static readonly Meter Meter = new("Countersign");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "countersign.radius.requests", "{request}", "RADIUS requests by what became of them.");

    /// <summary>Adds one.</summary>
    public static void Count(RadiusResult result) => Requests.Add(1, new KeyValuePair<string, object?>("result", WordOf(result)));

    private static string WordOf(RadiusResult result) => result switch
    {
        RadiusResult.Accepted => "accepted",
        RadiusResult.Rejected => "rejected",
        RadiusResult.Challenged => "challenged",
        RadiusResult.Status => "status",
        RadiusResult.Repeated => "repeated",
        RadiusResult.UnknownClient => "unknown_client",
        RadiusResult.Unauthentic => "unauthentic",
        RadiusResult.Malformed => "malformed",
        RadiusResult.Dropped => "dropped",
        RadiusResult.Unavailable => "unavailable",
    };
}
