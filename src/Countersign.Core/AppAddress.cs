using System.Buffers;
using System.Globalization;

namespace Countersign.Core;

/// <summary>An address of an application behind a proxy, as a browser asks for it.</summary>
/// <param name="Origin">Scheme, host and port in the one spelling they have (RFC 6454 §6.2): what is not spelt so is another one.</param>
/// <param name="Target">Path and query, as they were asked for; they begin with a slash.</param>
public sealed record AppAddress(string Origin, string Target)
{
    /// <summary>The longest target.</summary>
    public const int LongestTarget = 2000;

    // RFC 1035 §2.3.4, and a port.
    private const int LongestHost = 253 + 6;

    private static readonly SearchValues<char> OfLabels = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The whole address.</summary>
    public string Whole => Origin + Target;

    /// <summary>Reads a whole one; null when it is none that a browser asks a proxy for.</summary>
    public static AppAddress? Find(string? text)
    {
        if (text?.IndexOf("://", StringComparison.Ordinal) is not (> 0 and var scheme)) return null;

        var host = scheme + 3;
        var end = text.AsSpan(host).IndexOfAny('/', '?', '#') is var at and >= 0 ? host + at : text.Length;
        return Find(text[..scheme], text[host..end], end == text.Length ? "/" : text[end..]);
    }

    /// <summary>Reads one from its parts; null when they are none.</summary>
    public static AppAddress? Find(string scheme, string host, string target) =>
        OriginOf(scheme.ToLowerInvariant(), host.ToLowerInvariant()) is { } origin && IsTarget(target) ? new(origin, target) : null;

    // A fragment is never asked for, and what is not ASCII is not asked for as it is (RFC 3986 §2).
    private static bool IsTarget(string target) =>
        target is ['/', ..] && target.Length <= LongestTarget && target.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0
        && !target.Contains('#', StringComparison.Ordinal);

    private static string? OriginOf(string scheme, string authority)
    {
        if (scheme is not ("https" or "http") || authority.Length > LongestHost) return null;

        var end = authority is ['[', ..]
            ? authority.IndexOf(']', StringComparison.Ordinal) + 1
            : authority.IndexOf(':', StringComparison.Ordinal);
        var host = end <= 0 ? authority : authority[..end];
        return IsHost(host) && PortOf(authority[host.Length..], scheme) is { } port ? $"{scheme}://{host}{port}" : null;
    }

    private static bool IsHost(string host) => host is ['[', .. var address, ']']
        ? address.Length > 1 && address.All(letter => char.IsAsciiHexDigitLower(letter) || letter is ':' or '.')
        : AreLabels(host);

    private static bool AreLabels(ReadOnlySpan<char> host)
    {
        foreach (var label in host.Split('.'))
            if (host[label].Length is 0 or > 63 || host[label].IndexOfAnyExcept(OfLabels) >= 0) return false;
        return true;
    }

    // Of the port that a scheme has by itself nothing is left.
    private static string? PortOf(string rest, string scheme)
    {
        if (rest.Length == 0) return "";
        if (rest is not [':', .. var digits] || digits.Length > 5) return null;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535) return null;

        return port == (scheme is "https" ? 443 : 80) ? "" : string.Create(CultureInfo.InvariantCulture, $":{port}");
    }
}
