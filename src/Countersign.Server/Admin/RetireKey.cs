using System.Globalization;
using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>A key is gone for good.</summary>
public sealed record KeyRetired(string Key);

/// <summary>Forgets a root key that nothing depends on.</summary>
public static class RetireKey
{
    // Longer than any request that still hashes or seals under a key that was active when it began.
    private static readonly TimeSpan Settle = TimeSpan.FromMinutes(10);

    /// <summary>Forgets the key, or says what still needs it.</summary>
    /// <param name="voided">What may be voided if that alone still needs it.</param>
    public static async Task<Answer<KeyRetired>> Run(
        Installation at, OperatorShell shell, string keyId, IReadOnlyList<UnusedValues> voided, CancellationToken ct)
    {
        var (activatedAt, holders) = await at.Db.Read(
            async sql => (await KeyUseStore.ActivatedAt(sql, at.Keys.Active), await KeyHolders.Of(sql)), ct);
        if (Refuse(at.Keys, keyId, activatedAt, at.Ground.Now()) is { } no) return no;
        if (holders.WritingUnder(keyId) is { Count: > 0 } writing) return Refused.Because(
            $"{string.Join(' ', writing)} Put this key file there first; the server notices it at once.");

        var needed = await at.Db.Write(async tx =>
        {
            var uses = (await KeyUses.Count(tx)).Where(use => use.KeyId == keyId).ToList();
            if (uses.TrueForAll(use => voided.Any(values => values.Kind == use.Kind)))
            {
                foreach (var values in voided) await Void(tx, at, shell, keyId, values);
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

    private static Refused? Refuse(KeyRing keys, string keyId, DateTimeOffset activatedAt, DateTimeOffset now)
    {
        if (!keys.Known.Contains(keyId)) return Refused.Because($"The key file holds no key '{keyId}'. `key status` shows them.");
        if (keys.Active == keyId)
            return Refused.Because($"Key {keyId} is active: everything new is written under it. Make another one first: `key rotate`.");

        var active = keys.Keys.Single(key => key.State is RootKeyState.Active);
        if (keys.Keys.Single(key => key.Id == keyId).State is RootKeyState.Coming)
            return Refused.Because($"Key {keyId} is coming: nothing was written under it yet. `key activate` puts it into use.");

        var settled = (active.CreatedAt > activatedAt ? active.CreatedAt : activatedAt) + Settle;
        return now >= settled ? null : Refused.Because(string.Create(CultureInfo.InvariantCulture,
            $"Key {active.Id} is very young, and a request that began before it may still be writing under {keyId}. Try again at " +
                $"{settled.UtcDateTime:HH:mm:ss} UTC."));
    }

    // Each person's own log says why what they had is gone.
    private static async Task Void(Tx tx, Installation at, OperatorShell shell, string keyId, UnusedValues values)
    {
        foreach (var account in await values.OwnersUnder(tx, keyId))
        {
            var reason = $"{values.Noun} void: key {keyId}";
            await at.Audit.Append(tx, OperatorSource.Entry(shell, AuditEvent.UserUpdated, "key retire", account.Id, reason: reason));
        }

        await values.VoidUnder(tx, keyId);
    }

    // The audit log's end and the mark of its addresses are signed anew, under the active key: the last that the old one was needed for.
    private static async Task Forget(Tx tx, Installation at, OperatorShell shell, string keyId)
    {
        await KeyUseStore.RemoveCanary(tx, keyId);
        await KeyUseStore.ForgetPastPasswordsUnder(tx, keyId);
        await new AuditShortening(at.Keys).SignAnew(tx);
        await at.Audit.Append(
            tx, OperatorSource.Entry(shell, AuditEvent.KeyRetired, "key retire", account: null, reason: $"key {keyId}"));
    }

    private static string Until(DateTimeOffset? end) => end is { } at
        ? string.Create(CultureInfo.InvariantCulture, $" (the last is over by {at:u})")
        : "";

    private static string SentenceFor(string keyId, IReadOnlyList<KeyUse> uses)
    {
        var list = string.Join(", ", uses.Select(use => string.Create(
            CultureInfo.InvariantCulture, $"{use.Kind} {use.Count}{Until(Stored.Instant(use.LastsUntil))}")));
        var options = string.Join(", ", UnusedValues.All.Select(values => values.Option));
        return $"Key {keyId} is still needed: {list}. Sealed values follow at the next `key rotate`, hashed ones when they are used or " +
            $"expire; what nobody uses goes with {options}. Nothing was changed.";
    }
}
