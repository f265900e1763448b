namespace Countersign.Core;

/// <summary>What an application is, for how it shows that it is itself.</summary>
public enum AppKind
{
    /// <summary>It runs on a server and keeps a secret.</summary>
    Web,

    /// <summary>It runs with people, in a browser or on their machine, and can keep none (RFC 6749 §2.1).</summary>
    Public,

    /// <summary>It speaks nothing; the proxy before it asks us about each request.</summary>
    Proxy,

    /// <summary>
    /// It asks by RADIUS (RFC 2865), and shares a secret with us: a gateway that people dial in at, a machine that they log in to.
    /// </summary>
    Radius,

    /// <summary>It keeps its own people, and asks us for their second factors by <c>/apps/v1</c>.</summary>
    Api,
}

/// <summary>What somebody must have proven before an application hears who they are.</summary>
public enum AppLevel
{
    /// <summary>The password.</summary>
    Password,

    /// <summary>A second factor as well.</summary>
    SecondFactor,

    /// <summary>A passkey, in this very session: it answers to our site alone, so that no other can ask for it and pass it on.</summary>
    PhishingResistant,
}

/// <summary>How what an application hears is signed (RFC 7518 §3.1).</summary>
public enum AppAlgorithm
{
    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    Es256,

    /// <summary>RSA PKCS #1 v1.5 with SHA-256, for those that know nothing else.</summary>
    Rs256,
}

/// <summary>What may be said of an application when it is added. Pure.</summary>
public static class AppRules
{
    /// <summary>How many there may be.</summary>
    public const int Most = 500;

    /// <summary>The longest name.</summary>
    public const int LongestName = 40;

    /// <summary>The longest title.</summary>
    public const int LongestTitle = 60;

    /// <summary>The longest address.</summary>
    public const int LongestAddress = 500;

    /// <summary>The longest name that an authenticator app shows for a person of an application, in characters.</summary>
    public const int LongestShownName = 80;

    /// <summary>The longest name that an application has for a person of its own.</summary>
    public const int LongestOutsideId = 128;

    /// <summary>How many addresses of a kind one may have.</summary>
    public const int MostAddresses = 20;

    /// <summary>How long the secret of before is good, too, once it was changed.</summary>
    public static TimeSpan Overlap { get; } = TimeSpan.FromHours(24);

    /// <summary>The shortest time that a proof may be demanded to be younger than.</summary>
    public static TimeSpan ShortestFresh { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest: no session lasts longer.</summary>
    public static TimeSpan LongestFresh { get; } = TimeSpan.FromHours(24);

    /// <summary>Whether it can be the name of an application: 2 to 40 small letters, digits, and hyphens between them.</summary>
    public static bool IsName(string text) =>
        text.Length is >= 2 and <= LongestName
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-')
        && text[0] is not '-' && text[^1] is not '-';

    /// <summary>
    /// Whether an application may call a person of its own so: 1 to 128 letters, digits and <c>- . _ ~ @ : + |</c>, so that it stands in an
    /// address as it is. Upper and lower case are different people.
    /// </summary>
    public static bool IsOutsideId(string text) =>
        text.Length is >= 1 and <= LongestOutsideId
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '~' or '@' or ':' or '+' or '|')
        && text.Any(letter => letter is not '.');

    /// <summary>What is wrong with the address of an application behind a proxy; null: nothing.</summary>
    public static string? OriginFaultOf(string text) =>
        text.Contains('*', StringComparison.Ordinal) ? "has a * in it: every host is given whole"
        : text.Contains('@', StringComparison.Ordinal) ? "has a name or password in it"
        : AppAddress.Find(text) is not { } address
            ? "isn't a whole address, as https://intra.example.org (a name with other letters as xn--…)"
        : address.Target is not "/" ? "has a path: say what holds below it by --path"
        : address.Origin.StartsWith("https:", StringComparison.Ordinal) || new Uri(address.Origin).IsLoopback ? null
        : "goes by http to another machine: use https";

    /// <summary>
    /// Reads an address that people are sent back to. It is compared character by character (RFC 9700 §4.1.3), so it is kept as it was
    /// written. By https; by http to the own machine (RFC 8252 §7.3); of a public application also by a scheme of its own that has a dot
    /// in it (RFC 8252 §7.1).
    /// </summary>
    /// <returns>What is wrong with it; null: nothing.</returns>
    public static string? FaultOf(string text, AppKind kind)
    {
        if (text.Length > LongestAddress) return $"is longer than {LongestAddress} characters";
        if (text.Contains('*', StringComparison.Ordinal)) return "has a * in it: every address is given whole";
        if (text.Any(letter => letter is <= ' ' or > '~' or '"' or '<' or '>' or '\\')
            || !Uri.TryCreate(text, UriKind.Absolute, out var url))
            return "isn't a whole address, as https://wiki.example.org/back";
        if (url.Fragment.Length > 0 || text.Contains('#', StringComparison.Ordinal)) return "has a # in it (RFC 6749 §3.1.2)";
        if (url.UserInfo.Length > 0) return "has a name or password in it";

        return url.Scheme switch
        {
            "https" => null,
            "http" when url.IsLoopback => null,
            "http" => "goes by http to another machine: use https",
            _ when kind is AppKind.Public && url.Scheme.Contains('.', StringComparison.Ordinal) => null,
            _ => "must begin with https://", // an open list: whatever schemes there are
        };
    }
}
