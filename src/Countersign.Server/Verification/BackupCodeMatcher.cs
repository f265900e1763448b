using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Verification;

/// <summary>Finds which stored recovery code an offered one is: the slow part of judging it, outside of any transaction.</summary>
public sealed class BackupCodeMatcher(Db db, BackupCodeHash hash)
{
    /// <summary>
    /// The stored code, live or spent, that the offered one is; null when it is none, or while recovery codes are locked or there are
    /// none, when nothing is hashed.
    /// </summary>
    public async Task<long?> FindMatch(AccountId account, BackupCode code, Source source, CancellationToken ct)
    {
        // The turn first, then the lock: a crowd of guesses stands in one line, and what still stands there when the lock comes is not
        // hashed.
        using var turn = await hash.Turn(source.Claim(account), ct);
        var (makesNoDifference, candidate) = await db.Read(async sql =>
        {
            var found = await FindCandidate(sql, account, code);
            return (await IsLocked(sql, account) || (found is null && await BackupCodeStore.CountLeft(sql, account) == 0), found);
        }, ct);

        // Locked, or of somebody who has no codes: nobody computes whether it is right.
        if (makesNoDifference) return null;

        return await hash.Matches(code, candidate?.CodeHash, turn, ct) ? candidate?.Id : null;
    }

    private static async Task<bool> IsLocked(Sql sql, AccountId account) =>
        (await GuardStore.Read(sql, account, GuardKind.BackupCode)).Guard.IsLocked(sql.Now);

    private async Task<BackupCodeCandidate?> FindCandidate(Sql sql, AccountId account, BackupCode code)
    {
        foreach (var selector in hash.Selectors(code))
            if (await BackupCodeStore.Find(sql, account, selector.KeyId, selector.Value) is { } found) return found;

        return null;
    }
}
