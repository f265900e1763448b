using System.Collections.Immutable;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Settings.Gateways;

/// <summary>
/// The address of a gateway whose place is known: <c>scheme://user:password@sender?option=value</c>, parts percent-encoded. What stands
/// behind the at sign is no host but whatever the gateway takes as a sender or a region.
/// </summary>
internal sealed record GatewayText(string Scheme, string? User, SecretText? Password, string Rest)
{
    /// <summary>The option that names where the gateway listens.</summary>
    public const string Api = "api";

    /// <summary>What was given behind the question mark.</summary>
    public ImmutableDictionary<string, string> Options { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Reads one; null when it is none.</summary>
    public static GatewayText? Read(string text)
    {
        var trimmed = text.Trim();
        var colon = trimmed.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0 || trimmed.Any(letter => char.IsWhiteSpace(letter) || letter == '#')) return null;

        var question = trimmed.IndexOf('?', StringComparison.Ordinal);
        var place = trimmed[(colon + 3)..(question < 0 ? trimmed.Length : question)];
        if (ReadOptions(question < 0 ? "" : trimmed[(question + 1)..]) is not { } options) return null;

        var at = place.LastIndexOf('@');
        if (AddressText.Decode(place[(at + 1)..]) is not { } rest) return null;
        var read = new GatewayText(trimmed[..colon].ToLowerInvariant(), null, null, rest) { Options = options };
        return at < 0 ? read : WithUser(read, place[..at]);
    }

    /// <summary>The options of a query; null when it cannot be read, or names one twice.</summary>
    public static ImmutableDictionary<string, string>? ReadOptions(string query)
    {
        var options = ImmutableDictionary<string, string>.Empty;
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2) is not [{ Length: > 0 } name, var value] || options.ContainsKey(name)) return null;
            if (AddressText.Decode(value) is not { Length: > 0 } decoded) return null;
            options = options.Add(name, decoded);
        }

        return options;
    }

    /// <summary>Whether it has no other options than these.</summary>
    public bool HasOnly(params ReadOnlySpan<string> known)
    {
        foreach (var name in Options.Keys)
            if (!known.Contains(name)) return false;

        return true;
    }

    /// <summary>Where the gateway listens: what the option says, else the usual place; null when the option is no address.</summary>
    public Uri? ApiOr(string? usual) => ReadApi(Options.GetValueOrDefault(Api) ?? usual);

    /// <summary>An address of a gateway, without user and query; null when it is none.</summary>
    public static Uri? ReadApi(string? text) =>
        text is not null && AddressText.Read(text) is { User: null, Query: "", Place: var place }
        && (place.Scheme == Uri.UriSchemeHttps || place.Scheme == Uri.UriSchemeHttp)
            ? place
            : null;

    private static GatewayText? WithUser(GatewayText read, string who)
    {
        var colon = who.IndexOf(':', StringComparison.Ordinal);
        if (AddressText.Decode(colon < 0 ? who : who[..colon]) is not { Length: > 0 } user) return null;
        if (colon < 0) return read with { User = user };

        return AddressText.Decode(who[(colon + 1)..]) is { Length: > 0 } password
            ? read with { User = user, Password = new(password) }
            : null;
    }

    /// <summary>Never a secret.</summary>
    public override string ToString() => $"{Scheme}://•••";
}
