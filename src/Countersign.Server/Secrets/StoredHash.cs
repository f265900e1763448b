using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Countersign.Server.Secrets;

/// <summary>
/// A slow hash as it stands in a row, in the PHC string format: kind, cost, id of the pepper's root key, salt and hash, such as
/// <c>$argon2id$v=19$m=19456,t=2,p=1,k=k1$…$…</c>. Older versions wrote <c>$pbkdf2-sha512$i=210000,k=k1$…$…</c> where libsodium was
/// missing; such a row is checked, and never written again.
/// </summary>
/// <param name="Cost">The work of Argon2id; null: it is an older version's PBKDF2.</param>
/// <param name="Rounds">The rounds of that PBKDF2, 1 to 10 million; else 0.</param>
internal sealed partial record StoredHash(HashCost? Cost, int Rounds, string KeyId, byte[] Salt, byte[] Hash)
{
    private const int MostRounds = 10_000_000;

    /// <summary>The text to store for an Argon2id hash.</summary>
    public static string ToPhc(HashCost cost, string keyId, byte[] salt, byte[] hash) => string.Create(
        CultureInfo.InvariantCulture, $"$argon2id$v=19$m={cost.MemoryKiB},t={cost.Passes},p=1,k={keyId}${Unpadded(salt)}${Unpadded(hash)}");

    /// <summary>Reads a stored text; false for anything this program did not write, and for costs that no row may ask for.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out StoredHash? stored)
    {
        stored = null;
        if (Phc().Match(text) is not { Success: true } parts) return false;

        var cost = parts.Groups["memory"].Success ? new HashCost(Number(parts, "memory"), Number(parts, "passes")) : null;
        var rounds = Number(parts, "rounds");
        var keyId = parts.Groups["key"].Value;
        var isBearable = cost?.IsBearable() ?? rounds is >= 1 and <= MostRounds;
        if (!isBearable || !Secrets.KeyId.IsValid(keyId)) return false;

        stored = new(cost, rounds, keyId, Padded(parts.Groups["salt"].Value), Padded(parts.Groups["hash"].Value));
        return true;
    }

    /// <summary>Never the hash: a log is no place for it either.</summary>
    public override string ToString() => "•••";

    private static int Number(Match parts, string name) =>
        parts.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static string Unpadded(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Padded(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));

    // A salt of 16 bytes is 22 characters, a hash of 32 bytes is 43, both without padding.
    [GeneratedRegex(
        @"\A\$(?:argon2id\$v=19\$m=(?<memory>[0-9]{1,9}),t=(?<passes>[0-9]{1,9}),p=1|pbkdf2-sha512\$i=(?<rounds>[0-9]{1,9}))" +
        @",k=(?<key>k[0-9]{1,9})\$(?<salt>[A-Za-z0-9+/]{22})\$(?<hash>[A-Za-z0-9+/]{43})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Phc();
}
