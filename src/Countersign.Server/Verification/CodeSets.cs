using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Verification;

/// <summary>Whole sets of backup codes: made slowly outside of any transaction, stored inside one.</summary>
public sealed class CodeSets(BackupCodeHash hash, Policy policy)
{
    /// <summary>Makes a set; ten password hashes' worth of work.</summary>
    public Task<BackupCodeSet> Make(CancellationToken ct) => hash.MakeSet(policy.BackupCodes, ct);

    /// <summary>Stores a set in the place of all earlier codes.</summary>
    public async Task Store(Tx tx, AccountId account, BackupCodeSet set) =>
        await BackupCodeStore.Replace(tx, account, set.Stored);
}
