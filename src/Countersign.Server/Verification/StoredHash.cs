using System.Globalization;
using System.Text.RegularExpressions;

namespace Countersign.Server.Verification;

/// <summary>
/// A slow hash as it stands in a row, in the PHC string format: kind, cost, id of the pepper's root key, salt and hash, such as
/// <c>$argon2id$v=19$m=19456,t=2,p=1,k=k1$…$…</c> or <c>$pbkdf2-sha512$i=210000,k=k1$…$…</c>.
/// </summary>
internal sealed partial record StoredHash(HashKind Kind, int MemoryKiB, int Passes, int Iterations, string KeyId, byte[] Salt, byte[] Hash)
{
    // A row that was tampered with must not be able to ask for all of the machine.
    private const int MostMemoryKiB = 1 << 20;
    private const int MostPasses = 64;
    private const int MostIterations = 10_000_000;
    private const int LeastMemoryKiB = 8;

    /// <summary>Whether the hash was made with this cost under this key.</summary>
    public bool WasMadeWith(HashCost cost, string keyId) => KeyId == keyId && Kind == cost.Kind && Kind switch
    {
        HashKind.Argon2id => MemoryKiB == cost.MemoryKiB && Passes == cost.Passes,
        HashKind.Pbkdf2Sha512 => Iterations == cost.Iterations,
    };

    /// <summary>The text to store.</summary>
    public string ToPhc()
    {
        var cost = Kind switch
        {
            HashKind.Argon2id => string.Create(CultureInfo.InvariantCulture, $"argon2id$v=19$m={MemoryKiB},t={Passes},p=1"),
            HashKind.Pbkdf2Sha512 => string.Create(CultureInfo.InvariantCulture, $"pbkdf2-sha512$i={Iterations}"),
        };
        return $"${cost},k={KeyId}${Unpadded(Salt)}${Unpadded(Hash)}";
    }

    /// <summary>Reads a stored text; false for anything this program did not write.</summary>
    public static bool TryParse(string text, out StoredHash stored)
    {
        stored = null!;
        if (Phc().Match(text) is not { Success: true } parts) return false;

        var kind = parts.Groups["memory"].Success ? HashKind.Argon2id : HashKind.Pbkdf2Sha512;
        stored = new(kind, Number(parts, "memory"), Number(parts, "passes"), Number(parts, "iterations"),
            parts.Groups["key"].Value, Padded(parts.Groups["salt"].Value), Padded(parts.Groups["hash"].Value));
        return stored.IsBearable();
    }

    /// <summary>Never the hash: a log is no place for it either.</summary>
    public override string ToString() => "•••";

    private bool IsBearable() => Verification.KeyId.IsValid(KeyId) && Kind switch
    {
        HashKind.Argon2id => MemoryKiB is >= LeastMemoryKiB and <= MostMemoryKiB && Passes is >= 1 and <= MostPasses,
        HashKind.Pbkdf2Sha512 => Iterations is >= 1 and <= MostIterations,
    };

    private static int Number(Match parts, string name) =>
        parts.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static string Unpadded(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Padded(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));

    // A salt of 16 bytes is 22 characters, a hash of 32 bytes is 43, both without padding.
    [GeneratedRegex(
        @"\A\$(?:argon2id\$v=19\$m=(?<memory>[0-9]{1,9}),t=(?<passes>[0-9]{1,9}),p=1|pbkdf2-sha512\$i=(?<iterations>[0-9]{1,9}))" +
        @",k=(?<key>k[0-9]{1,9})\$(?<salt>[A-Za-z0-9+/]{22})\$(?<hash>[A-Za-z0-9+/]{43})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Phc();
}
