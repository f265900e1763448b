using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Hooks;

/// <summary>What signs that which is sent to webhooks: made here, shown once, stored sealed.</summary>
public sealed class HookSecrets(Db db, SecretBox box)
{
    private const int Length = 32;

    /// <summary>Makes the first secret of a webhook, or the next: the one of before goes on signing for a while.</summary>
    public async Task<HookSecret> Renew(Tx tx, HookId hook)
    {
        var secret = HookSecret.Of(RandomNumberGenerator.GetBytes(Length));
        await HookSecretStore.End(tx, hook, tx.Now + HookRules.Overlap);
        var row = await HookSecretStore.Add(tx, hook);
        await HookSecretStore.Set(tx, row, box.Seal(secret.Bytes, Place(row)));
        return secret;
    }

    /// <summary>Those that sign now, the newest first; none where the keys at hand open none.</summary>
    public async Task<IReadOnlyList<HookSecret>> Live(HookId hook, CancellationToken ct)
    {
        var stored = await db.Ask(sql => HookSecretStore.Live(sql, hook), ct);
        return [.. stored.Select(Open).OfType<HookSecret>()];
    }

    /// <summary>Where the secret of this row stands.</summary>
    public static SealPlace Place(long row) => new("hook_secrets", "sealed_secret", row, 0);

    private HookSecret? Open(SealedHookSecret row) =>
        box.TryOpen(row.Sealed, Place(row.Id), out var bytes) ? HookSecret.Of(bytes) : null;
}

/// <summary>One secret. It does not print.</summary>
public sealed class HookSecret
{
    private const string Prefix = "whsec_";

    private HookSecret(byte[] bytes) => Bytes = bytes;

    /// <summary>What it is.</summary>
    internal byte[] Bytes { get; }

    /// <summary>That of these bytes.</summary>
    public static HookSecret Of(byte[] bytes) => new(bytes);

    /// <summary>As it is shown, once.</summary>
    public string Reveal() => $"{Prefix}{Convert.ToBase64String(Bytes)}";

    /// <summary>Never the secret.</summary>
    public override string ToString() => "•••";
}
