using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Enrollment;

/// <summary>
/// Recognises the keys we handed out. Clients send the key back to activate it, so without this anybody who can make a
/// request could plant a key of their choice.
/// </summary>
public sealed class SetupKeys(CodeHash hash, SecretBox box)
{
    /// <summary>The keyed hash by which a key is known again, for this account only.</summary>
    public HashedCode HashOf(Account account, byte[] key) => hash.Make(PlaceOf(account), Base32.Encode(key));

    /// <summary>The live set-up this key belongs to, or null.</summary>
    public TotpSetup? Find(Account account, byte[] key, IReadOnlyList<TotpSetup> live) =>
        live.FirstOrDefault(setup => hash.Matches(setup.KeyHash, PlaceOf(account), Base32.Encode(key)));

    /// <summary>Whether the account already has a method with this very key.</summary>
    public bool IsInUse(byte[] key, IReadOnlyList<Method> methods) => methods
        .Where(method => method.SealedKey is not null)
        .Any(method => box.TryOpen(method.SealedKey, MethodKeys.PlaceOf(method), out var known)
            && CryptographicOperations.FixedTimeEquals(key, known));

    private static CodePlace PlaceOf(Account account) => new(0, account.Id.Value, "totp setup", null, "");
}
