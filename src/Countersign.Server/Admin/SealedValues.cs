using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Hooks;
using Countersign.Server.OpenId;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Verification;

namespace Countersign.Server.Admin;

/// <summary>What one step of sealing anew did.</summary>
/// <param name="Next">Where the next step goes on; null at the end.</param>
/// <param name="Unreadable">Values that no key opens, left as they are.</param>
public sealed record ResealStep(long? Next, int Resealed, IReadOnlyList<string> Unreadable);

/// <summary>Goes through everything that is stored sealed.</summary>
public sealed class SealedValues(KeyRing keys, SecretBox box)
{
    // Small enough that no request waits long for its turn to write.
    private const int BatchSize = 500;

    /// <summary>How many values of a kind each root key sealed.</summary>
    public static async Task<IReadOnlyList<KeyUse>> CountByKey(Sql sql, SealedKind kind)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (long after = 0; await SealedStore.Page(sql, kind, after, BatchSize) is { Count: > 0 } page; after = page[^1].Id)
        {
            foreach (var row in page) counts[KeyOf(row)] = counts.GetValueOrDefault(KeyOf(row)) + 1;
        }

        return [.. counts.Select(count => new KeyUse(count.Key, NameOf(kind), count.Value))];
    }

    /// <summary>
    /// Seals the next values anew that are not under the active key. The content of a row never changes, so at any
    /// instant each value opens under a key that is in the file.
    /// </summary>
    public async Task<ResealStep> Reseal(Tx tx, SealedKind kind, long after)
    {
        var page = await SealedStore.Page(tx, kind, after, BatchSize);
        var (resealed, unreadable) = (0, new List<string>());
        foreach (var row in page.Where(row => KeyOf(row) != keys.Active))
        {
            var place = PlaceOf(kind, row);
            if (!box.TryOpen(row.Sealed, place, out var plain)) unreadable.Add($"{NameOf(kind)}: row {row.Id}");
            else if (await SealedStore.TryReplace(tx, kind, row, box.Seal(plain, place))) resealed++;
        }

        return new(page.Count == 0 ? null : page[^1].Id, resealed, unreadable);
    }

    private static string KeyOf(SealedRow row) => SealedBytes.TryParse(row.Sealed, out var parts) ? parts.KeyId : "damaged";

    private static string NameOf(SealedKind kind) => kind switch
    {
        SealedKind.MethodKey => "authenticator keys",
        SealedKind.PendingKey => "authenticator keys not proven yet",
        SealedKind.ChallengeCode => "sent codes (sealed)",
        SealedKind.MessageText => "waiting messages",
        SealedKind.HookSecret => "secrets of webhooks",
        SealedKind.SigningKey => "keys that sign for applications",
        SealedKind.AppSecret => "secrets shared with applications",
    };

    private static SealPlace PlaceOf(SealedKind kind, SealedRow row) => kind switch
    {
        SealedKind.MethodKey => MethodKeys.PlaceOf(new(row.AccountId!.Value), new(row.Id)),
        SealedKind.PendingKey => MethodKeys.PlaceOfPending(new(row.AccountId!.Value), row.Id),
        SealedKind.ChallengeCode => SentCodes.SealedPlaceOf(new(row.Id), new(row.AccountId!.Value)),
        SealedKind.MessageText => MessageSeal.Place(row.Id, row.AccountId is { } account ? new AccountId(account) : null),
        SealedKind.HookSecret => HookSecrets.Place(row.Id),
        SealedKind.SigningKey => SigningKeys.Place(row.Id),
        SealedKind.AppSecret => SignIn.SharedSecrets.Place(row.Id),
    };
}
