using System.Globalization;
using Countersign.Core;
using Countersign.Server.Secrets;

namespace Countersign.Server.Vocabulary;

/// <summary>Where a request came from, for the audit log and the list of sessions.</summary>
/// <param name="IpAddress">The client's address; from a forwarding header only when a configured proxy set it.</param>
/// <param name="AddressBucket">What limits count by: the address, or an IPv6 address's /64.</param>
/// <param name="Route">Method and path pattern, never the path itself: paths may carry secrets.</param>
public sealed record Source(string IpAddress, string AddressBucket, string UserAgent, string Route)
{
    /// <summary>The networks around the address that limits count too, narrowest first: of an IPv6 address its /56 and its /48.</summary>
    public IReadOnlyList<Network> Around { get; init; } = [];

    /// <summary>The application that told the address of a person whom it asks for; null: nobody told it.</summary>
    public Teller? ToldBy { get; init; }

    /// <summary>The application that has a person before it and asks for them; null: they came themselves.</summary>
    public AskingApp? Asking { get; init; }

    /// <summary>How many times as much as one address may be done from here: behind one RADIUS client are all who dial in there.</summary>
    public int Share { get; init; } = 1;

    /// <summary>Where somebody is, as waiting sign-ins count places: an IPv4 address, or the /56 that one IPv6 customer is given.</summary>
    public string Place => Around is [var customers, ..] ? customers.Bucket : AddressBucket;

    /// <summary>The claim of an account to have something hashed that is no sign-in.</summary>
    public HashClaim Claim(AccountId account) => Claim(HashLane.Others, account.Value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The claim from here to have something hashed.</summary>
    public HashClaim Claim(HashLane lane, string account) => new(lane, account, Place, Around is [_, .., var site] ? site.Bucket : null);
}

/// <summary>An application that has a person before it.</summary>
/// <param name="Name">As operators call it.</param>
/// <param name="Station">Where it says that the person calls from: for the audit log, and believed for nothing.</param>
public sealed record AskingApp(string Name, string Station)
{
    /// <summary>
    /// Where the application called from itself, where it named the person's address: that is for limits and the log, and nothing is
    /// trusted for it. Null: it named none.
    /// </summary>
    public string? Peer { get; init; }

    /// <summary>What limits count all by that it asks for the people whom it names; null: it names nobody's address.</summary>
    public Network? Together { get; init; }

    /// <summary>Whether the address may be anybody's: the application said it, or it is its own.</summary>
    public bool KeepsPeople { get; init; }
}

/// <summary>An application that is believed when it tells at which address a person is.</summary>
/// <param name="Key">The API key by which it is believed.</param>
/// <param name="Peer">Where it called from itself.</param>
/// <param name="Share">How many times as much as one address may do it may have done for all its people together.</param>
public sealed record Teller(ApiKeyId Key, string Peer, int Share)
{
    /// <summary>What limits count it by, beside the addresses that it tells.</summary>
    public Network Network => Network.Of(Key, Share);
}

/// <summary>A network that one customer may have to himself.</summary>
/// <param name="Bucket">What limits count by.</param>
/// <param name="Share">How many times as much as one address it may do.</param>
public sealed record Network(string Bucket, int Share)
{
    /// <summary>The share of a /56, in which there are 256 of the networks that one customer has to himself.</summary>
    public const int ShareOf56 = 4;

    /// <summary>The share of a /48.</summary>
    public const int ShareOf48 = 16;

    private const string Applications = "application-";

    /// <summary>What limits count all that an application tells by.</summary>
    public static Network Of(ApiKeyId key, int share) => new(string.Create(CultureInfo.InvariantCulture, $"{Applications}{key.Value}"), share);

    /// <summary>What limits count all by that an application asks for the people whom it keeps.</summary>
    public static Network OfKeeper(AppId app, int share) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Applications}api-{app.Value}"), share);

    /// <summary>What limits count all by that a RADIUS client asks.</summary>
    public static string BucketOf(AppId app) => string.Create(CultureInfo.InvariantCulture, $"{Applications}radius-{app.Value}");

    /// <summary>The share that goes with a bucket.</summary>
    /// <param name="ofApplication">That of an application that tells addresses.</param>
    public static int ShareOf(string bucket, int ofApplication) => bucket switch
    {
        _ when bucket.StartsWith(Applications, StringComparison.Ordinal) => ofApplication,
        _ when bucket.EndsWith("/56", StringComparison.Ordinal) => ShareOf56,
        _ when bucket.EndsWith("/48", StringComparison.Ordinal) => ShareOf48,
        _ => 1, // an open list: one address of any form
    };
}
