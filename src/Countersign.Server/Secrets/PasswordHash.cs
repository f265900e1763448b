using System.Text;
using Countersign.Core;

namespace Countersign.Server.Secrets;

/// <summary>What checking a password found.</summary>
public enum PasswordCheck
{
    /// <summary>The password is right.</summary>
    Right,

    /// <summary>
    /// The password is right, and its hash was made with another cost or under an older key: hash it again and store that.
    /// </summary>
    RightButOld,

    /// <summary>Wrong, or there is no such account. Both cost the same.</summary>
    Wrong,
}

/// <summary>Hashes and checks passwords. Slow on purpose, and only so many at once.</summary>
public sealed class PasswordHash
{
    private readonly KeyRing keys;
    private readonly HashTurnstile turnstile;
    private readonly PepperedHash hash;

    /// <param name="keys">Where the pepper comes from.</param>
    /// <param name="turnstile">Shared with everything else that hashes slowly.</param>
    /// <param name="cost">Work of new hashes; <see cref="HashCost.ForPasswords"/> when left out.</param>
    public PasswordHash(KeyRing keys, HashTurnstile turnstile, HashCost? cost = null)
    {
        this.keys = keys;
        this.turnstile = turnstile;
        hash = new(keys, KeyPurpose.PasswordPepper, cost ?? HashCost.ForPasswords);
    }

    /// <summary>How many slow hashes were computed so far.</summary>
    public long Count => hash.Count;

    /// <summary>The text to store for a password that <see cref="PasswordRules"/> let through.</summary>
    /// <exception cref="HashTurnstileBusyException">Too much to do at once.</exception>
    public Task<string> Hash(string password, HashClaim claim, CancellationToken ct)
    {
        var input = Input(password) ?? throw new ArgumentException("A password must be well-formed text.", nameof(password));
        return turnstile.Run(claim, () => hash.Make(input, keys.Active), ct);
    }

    /// <summary>
    /// Checks a password against what is stored; null where there is no such account or it has no password. Always one slow hash.
    /// </summary>
    /// <exception cref="HashTurnstileBusyException">Too much to do at once; nothing was checked.</exception>
    public Task<PasswordCheck> Check(string password, string? stored, HashClaim claim, CancellationToken ct)
    {
        var input = Input(password);
        return turnstile.Run(claim, () => Answer(input is null ? hash.Check([], null) : hash.Check(input, stored)), ct);
    }

    /// <summary>Whether this key file is enough to check a stored password at all. If not, the server must not start.</summary>
    public bool CanCheck(string stored) => hash.CanCheck(stored);

    private static byte[]? Input(string password) =>
        PasswordRules.Canonical(password) is { } canonical ? Encoding.UTF8.GetBytes(canonical) : null;

    private static PasswordCheck Answer(HashCheck check) => check switch
    {
        HashCheck.Right => PasswordCheck.Right,
        HashCheck.RightButOld => PasswordCheck.RightButOld,
        HashCheck.Wrong => PasswordCheck.Wrong,
    };
}
