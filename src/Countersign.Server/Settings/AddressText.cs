using System.Globalization;
using System.Text;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Settings;

/// <summary>
/// An address as an operator writes it (RFC 3986 §3): each part is read as itself, and what could be taken for another part is refused.
/// The framework's own reader is lenient: of <c>smtp://mailer:2026#pass@host</c> it makes the host <c>mailer</c>, and drops the rest.
/// </summary>
/// <param name="User">Decoded; null when there is none.</param>
/// <param name="Password">Decoded; null when there is none.</param>
/// <param name="Port">Null when none is given.</param>
/// <param name="Place">The address without user and password.</param>
internal sealed record AddressText(string? User, SecretText? Password, int? Port, Uri Place)
{
    /// <summary>What an address is told that has a character where it means something else.</summary>
    public const string Encode =
        "A character that separates the parts of an address stands where it separates nothing. In user name, password, path and query write " +
        "each as `%` and its two hexadecimal digits: `%23` for #, `%40` for @, `%2F` for /, `%3F` for ?, `%3A` for :, `%20` for a space, " +
        "`%25` for %.";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The path as it was written; empty when there is none.</summary>
    public required string Path { get; init; }

    /// <summary>The query with its question mark; empty when there is none.</summary>
    public required string Query { get; init; }

    /// <summary>Whether nothing follows the host and its port but perhaps a last slash.</summary>
    public bool EndsWithHost => Path is "" or "/" && Query.Length == 0;

    /// <summary>Reads one; null when it is none, or when a part of it could be taken for another.</summary>
    public static AddressText? Read(string text)
    {
        if (Split(text) is not { } parts || IsUnclear(parts)) return null;
        if (!TryReadHost(parts.Host, out var port)) return null;
        if (!Uri.TryCreate($"{parts.Scheme}://{parts.Host}{parts.Rest}", UriKind.Absolute, out var place) || place.Host.Length == 0)
            return null;

        var question = parts.Rest.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (parts.Rest, "") : (parts.Rest[..question], parts.Rest[question..]);
        var nobody = new AddressText(null, null, port, place) { Path = path, Query = query };
        return parts.Who is null ? nobody : WithUser(nobody, parts.Who);
    }

    /// <summary>What to do about an address that is none because a part of it could be taken for another; else null.</summary>
    public static string? Why(string text) =>
        Split(text) is { } parts && (IsUnclear(parts) || (parts.Who is { } who && Decode(who) is null)) ? Encode : null;

    // Host and port end at the first of these; the last at sign before them ends user and password.
    private static Parts? Split(string text)
    {
        var trimmed = text.Trim();
        var colon = trimmed.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0 || !Uri.CheckSchemeName(trimmed[..colon])) return null;

        var address = trimmed[(colon + 3)..];
        var end = address.AsSpan().IndexOfAny("/?#\\");
        var (authority, rest) = end < 0 ? (address, "") : (address[..end], address[end..]);
        var at = authority.LastIndexOf('@');
        return new(trimmed[..colon].ToLowerInvariant(), at < 0 ? null : authority[..at], authority[(at + 1)..], rest);
    }

    // An at sign behind the host: what was read as host and path is the beginning of a password. What follows a # is never sent.
    private static bool IsUnclear(Parts parts) =>
        parts.Rest.AsSpan().ContainsAny("@#\\")
        || parts.Rest.Any(char.IsWhiteSpace)
        || parts.Who?.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)) is true;

    private static bool TryReadHost(string text, out int? port)
    {
        port = null;
        var colon = text.StartsWith('[') ? text.IndexOf("]:", StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        var host = colon > 0 ? text[..colon] : text;
        if (host.Contains('%', StringComparison.Ordinal) || Uri.CheckHostName(host) is UriHostNameType.Unknown or UriHostNameType.Basic)
            return false;
        if (colon <= 0) return true;

        var good = ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        port = number;
        return good;
    }

    private static AddressText? WithUser(AddressText address, string who)
    {
        var colon = who.IndexOf(':', StringComparison.Ordinal);
        if (Decode(colon < 0 ? who : who[..colon]) is not { Length: > 0 } user) return null;
        if (colon < 0) return address with { User = user };

        return Decode(who[(colon + 1)..]) is { } password ? address with { User = user, Password = new(password) } : null;
    }

    /// <summary>
    /// Reads a part (RFC 3986 §2.1). Null: a percent sign that stands for itself, bytes that are no text, or a character that no line can
    /// carry.
    /// </summary>
    public static string? Decode(string text)
    {
        var bytes = new List<byte>();
        foreach (var (at, piece) in text.Split('%').Index())
        {
            if (at > 0 && !TryReadByte(piece, bytes)) return null;
            bytes.AddRange(Encoding.UTF8.GetBytes(at > 0 ? piece[2..] : piece));
        }

        return TextOf([.. bytes]) is { } decoded && !decoded.Any(char.IsControl) ? decoded : null;
    }

    private static bool TryReadByte(string piece, List<byte> bytes)
    {
        if (piece.Length < 2 || !char.IsAsciiHexDigit(piece[0]) || !char.IsAsciiHexDigit(piece[1])) return false;

        bytes.Add(byte.Parse(piece.AsSpan(0, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }

    private static string? TextOf(byte[] bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private sealed record Parts(string Scheme, string? Who, string Host, string Rest)
    {
        /// <summary>Never the password.</summary>
        public override string ToString() => "•••";
    }
}
