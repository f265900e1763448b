using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Secrets;

namespace Countersign.Server.Pages;

/// <summary>
/// The token in every form of ours, which no other site can know: a keyed hash of a random value in the browser's cookie
/// and of who is signed in. It needs no storage, survives a restart, and any node can check it.
/// </summary>
public sealed class FormTokens(KeyRing keys)
{
    /// <summary>The name of the form's field.</summary>
    public const string Field = "_form";

    /// <summary>The name of the field that says when a form was shown.</summary>
    public const string ShownField = "_shown";

    private const int SeedLength = 16;

    /// <summary>A new value for a browser's cookie.</summary>
    public static string NewSeed() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SeedLength));

    /// <summary>The token for forms shown to this browser and this caller.</summary>
    /// <param name="seed">The browser's cookie.</param>
    /// <param name="who">The signed-in credential; empty for a visitor.</param>
    public string Make(string seed, string who) => Base64Url.EncodeToString(Mac(keys.Active, seed, who));

    /// <summary>Whether a form came from a page of ours, shown to this browser and this caller.</summary>
    public bool Holds(string? token, string? seed, string who)
    {
        if (string.IsNullOrEmpty(token) || string.IsNullOrEmpty(seed)) return false;

        var given = Encoding.ASCII.GetBytes(token);
        return keys.Known.Any(
            key => CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Mac(key, seed, who)))));
    }

    /// <summary>When a form was shown, so that only we can have said it, and only of this browser's form.</summary>
    /// <param name="formToken">The form's own token.</param>
    public string MakeShown(string formToken, DateTimeOffset shownAt)
    {
        var seconds = shownAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{seconds}.{Base64Url.EncodeToString(Mac(keys.Active, formToken, $"shown {seconds}"))}";
    }

    /// <summary>When a form was shown; null when it does not say so, or somebody else has written it.</summary>
    public DateTimeOffset? ReadShown(string shown, string formToken)
    {
        var seconds = shown[..Math.Max(shown.IndexOf('.', StringComparison.Ordinal), 0)];
        if (!long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return null;

        return Holds(shown[(seconds.Length + 1)..], formToken, $"shown {seconds}") ? DateTimeOffset.FromUnixTimeSeconds(at) : null;
    }

    private byte[] Mac(string keyId, string seed, string who) =>
        HMACSHA256.HashData(keys.Derive(keyId, KeyPurpose.Form), Fields.Join(seed, who));
}
