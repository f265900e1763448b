using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>Whether the second factors of an account stand still because its person said "this wasn't me".</summary>
public static class FrozenChanges
{
    private static readonly TimeSpan Length = TimeSpan.FromDays(7);

    /// <summary>Freezes them for a week; answers until when.</summary>
    public static async Task<DateTimeOffset> Begin(Tx tx, Account account)
    {
        var until = tx.Now + Length;
        await MarkStore.Set(tx, account.Id, AccountMark.ChangesFrozenUntil, until);
        return until;
    }

    /// <summary>The refusal of every change of factors while they are frozen; null when they are not.</summary>
    public static async Task<Refused?> Refuse(Sql sql, Account account) =>
        await MarkStore.Find(sql, account.Id, AccountMark.ChangesFrozenUntil) is { } until && until > sql.Now
            ? new(Refusal.ChangesFrozen, RetryAt: until)
            : null;
}
