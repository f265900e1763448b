using System.Globalization;
using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>A key is gone for good.</summary>
public sealed record KeyRetired(string Key);

/// <summary>What becomes of passwords that nobody has used since there is a younger key.</summary>
public enum UnusedPasswords
{
    /// <summary>They hold the key up, until each is used.</summary>
    Kept,

    /// <summary>They are void: whoever comes back sets another one by mail.</summary>
    Voided,
}

/// <summary>Forgets a root key that nothing depends on.</summary>
public static class RetireKey
{
    // Longer than any request that still hashes or seals under a key that was active when it began.
    private static readonly TimeSpan Settle = TimeSpan.FromMinutes(10);

    /// <summary>Forgets the key, or says what still needs it.</summary>
    public static async Task<Answer<KeyRetired>> Run(
        Installation at, OperatorShell shell, string keyId, UnusedPasswords passwords, CancellationToken ct)
    {
        if (Refuse(at.Keys, keyId, at.Ground.Now()) is { } no) return no;

        var needed = await at.Db.Write(async tx =>
        {
            var uses = (await KeyUses.Count(tx)).Where(use => use.KeyId == keyId).ToList();
            if (passwords is UnusedPasswords.Voided && uses.All(use => use.Kind == KeyUses.OfPasswords))
            {
                await Void(tx, at, shell, keyId);
                uses = [];
            }

            if (uses.Count == 0) await Forget(tx, at, shell, keyId);
            return uses;
        }, ct);
        if (needed.Count > 0) return Refused.Because(SentenceFor(keyId, needed));

        // The mark went first: after a kill in between, the key is in the file without one, and the next start marks it again.
        at.Keys.Remove(keyId);
        return new KeyRetired(keyId);
    }

    private static Refused? Refuse(KeyRing keys, string keyId, DateTimeOffset now)
    {
        if (!keys.Known.Contains(keyId)) return Refused.Because($"The key file holds no key '{keyId}'. `key status` shows them.");
        if (keys.Active == keyId)
            return Refused.Because($"Key {keyId} is active: everything new is written under it. Make another one first: `key rotate`.");

        var settled = keys.Keys[^1].CreatedAt + Settle;
        return now >= settled ? null : Refused.Because(string.Create(CultureInfo.InvariantCulture,
            $"Key {keys.Active} is very young, and a request that began before it may still be writing under {keyId}. Try again at " +
                $"{settled.UtcDateTime:HH:mm:ss} UTC."));
    }

    // Each person's own log says why their password is gone.
    private static async Task Void(Tx tx, Installation at, OperatorShell shell, string keyId)
    {
        foreach (var account in await KeyUseStore.WithPasswordUnder(tx, keyId))
        {
            await at.Audit.Append(
                tx, OperatorSource.Entry(shell, AuditEvent.UserUpdated, "key retire", account.Id, reason: $"password void: key {keyId}"));
        }

        await KeyUseStore.VoidPasswordsUnder(tx, keyId);
    }

    // The entry signs the end of the audit log anew, under the active key: it is the last thing that the old one was needed for.
    private static async Task Forget(Tx tx, Installation at, OperatorShell shell, string keyId)
    {
        await KeyUseStore.RemoveCanary(tx, keyId);
        await at.Audit.Append(
            tx, OperatorSource.Entry(shell, AuditEvent.KeyRetired, "key retire", account: null, reason: $"key {keyId}"));
    }

    private static string SentenceFor(string keyId, IReadOnlyList<KeyUse> uses)
    {
        var list = string.Join(", ", uses.Select(use => string.Create(CultureInfo.InvariantCulture, $"{use.Kind} {use.Count}")));
        return $"Key {keyId} is still needed: {list}. Sealed values follow at the next `key rotate`, hashed ones when they are used or " +
            $"expire; passwords that nobody uses go with --void-passwords. Nothing was changed.";
    }
}
