using System.Text;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>
/// What an application and we share: made here, shown once, stored sealed, since RADIUS needs it in the clear on both sides.
/// </summary>
public sealed class SharedSecrets(SecretBox box)
{
    /// <summary>Where the secret of this row stands.</summary>
    public static SealPlace Place(long row) => new("app_secrets", "sealed_secret", row, 0);

    /// <summary>Gives an application its first secret, or the next.</summary>
    /// <param name="pastUntil">Until when the one of before is good, too; null: no longer.</param>
    public async Task Set(Tx tx, AppId app, Token secret, DateTimeOffset? pastUntil)
    {
        await AppSecretStore.End(tx, app, pastUntil);
        var row = await AppSecretStore.Add(tx, app);
        await AppSecretStore.Set(tx, row, box.Seal(Encoding.ASCII.GetBytes(secret.Reveal()), Place(row)));
    }

    /// <summary>Those that are good now, the newest first; none where the keys at hand open none.</summary>
    public async Task<IReadOnlyList<byte[]>> Live(Sql sql, AppId app)
    {
        var live = new List<byte[]>();
        foreach (var secret in await AppSecretStore.Live(sql, app))
            if (box.TryOpen(secret.Sealed, Place(secret.Id), out var bytes)) live.Add(bytes);
        return live;
    }
}
