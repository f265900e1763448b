using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// Whether what opens an account stands still because its person said "this wasn't me": its password, second factors and recovery codes, API
/// keys, remembered browsers. Every verb that makes or changes one of them asks here; taking away keys and sessions stays possible.
/// </summary>
public static class FrozenChanges
{
    private static readonly TimeSpan Length = TimeSpan.FromDays(7);

    /// <summary>Freezes them for a week; answers until when. A deletion that waits is called off: it may be a stranger's.</summary>
    /// <param name="entry">The entry of the freeze.</param>
    public static async Task<DateTimeOffset> Begin(Tx tx, Account account, AuditEntry entry, ChangeTeller teller)
    {
        await StandingDeletion.CallOff(tx, account, entry, teller);
        var until = tx.Now + Length;
        await MarkStore.Set(tx, account.Id, AccountMark.ChangesFrozenUntil, until);
        await MarkStore.Clear(tx, account.Id, AccountMark.FactorsObjected);
        await PasskeyStore.OpenNothingAlone(tx, account.Id);
        return until;
    }

    /// <summary>The refusal of every such change while they are frozen; null when they are not.</summary>
    public static async Task<Refused?> Refuse(Sql sql, Account account) =>
        await Until(sql, account.Id) is { } until ? new(Refusal.ChangesFrozen, RetryAt: until) : null;

    /// <summary>Until when they are frozen: a whole week, whatever the clock does; null: they are not.</summary>
    public static async Task<DateTimeOffset?> Until(Sql sql, AccountId account)
    {
        if (await MarkStore.FindLived(sql, account, AccountMark.ChangesFrozenUntil) is not var (end, lived)) return null;

        var until = await SteadyClock.EndOf(sql, end - Length, lived, end);
        return until > sql.Now ? until : null;
    }
}
