using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Countersign.Core;

/// <summary>The address inside a set-up QR code, in the Key Uri Format that authenticator apps share.</summary>
public static class OtpAuthUri
{
    private const string Start = "otpauth://totp/";

    /// <summary>
    /// The address for one account. The apps split the label at its first colon, so a colon in the issuer becomes a dash.
    /// </summary>
    public static string For(string issuer, string account, ReadOnlySpan<byte> key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(issuer);
        ArgumentException.ThrowIfNullOrWhiteSpace(account);
        ArgumentOutOfRangeException.ThrowIfZero(key.Length, nameof(key));

        var name = Uri.EscapeDataString(issuer.Replace(':', '-'));
        return $"{Start}{name}:{Uri.EscapeDataString(account)}?secret={Base32.Encode(key)}&issuer={name}&algorithm=SHA1&digits=6&period=30";
    }

    /// <summary>Reads an address as an authenticator app does; what it leaves out has the format's default.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out OtpAuthParts? parts)
    {
        parts = null;
        if (text is null || !text.StartsWith(Start, StringComparison.OrdinalIgnoreCase)) return false;

        var (path, query) = Split(text[Start.Length..], '?');
        var values = query.Split('&').Select(pair => Split(pair, '=')).ToLookup(
            pair => pair.Left, pair => Uri.UnescapeDataString(pair.Right));
        string? Value(string name) => values[name].FirstOrDefault();

        var label = Uri.UnescapeDataString(path);
        var (prefix, account) = label.Contains(':', StringComparison.Ordinal) ? Split(label, ':') : ("", label);
        if (!Base32.TryDecode(Value("secret"), out var key) || key.Length == 0) return false;
        if (!TryReadAlgorithm(Value("algorithm"), out var algorithm)) return false;
        if (!TryReadNumber(Value("digits"), 6, out var digits) || digits is < 6 or > 8) return false;
        if (!TryReadNumber(Value("period"), 30, out var period) || period is < 1 or > 3600) return false;

        parts = new(Value("issuer") ?? prefix, account.TrimStart(' '), key, algorithm, digits, TimeSpan.FromSeconds(period));
        return true;
    }

    private static (string Left, string Right) Split(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }

    private static bool TryReadAlgorithm(string? text, out OtpAlgorithm algorithm)
    {
        (var known, algorithm) = text?.ToUpperInvariant() switch
        {
            null or "SHA1" => (true, OtpAlgorithm.Sha1),
            "SHA256" => (true, OtpAlgorithm.Sha256),
            "SHA512" => (true, OtpAlgorithm.Sha512),
            _ => (false, OtpAlgorithm.Sha1),
        };
        return known;
    }

    private static bool TryReadNumber(string? text, int absent, out int number)
    {
        number = absent;
        return text is null || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
