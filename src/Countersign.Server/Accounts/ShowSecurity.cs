using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;

namespace Countersign.Server.Accounts;

/// <summary>What a person's security settings are, read in one snapshot.</summary>
/// <param name="RestoredCodes">How many of the good recovery codes came out of a restored backup, and so may have been spent before.</param>
/// <param name="CodesMadeAt">When the recovery codes were made; null when there are none.</param>
/// <param name="FrozenUntil">Until when changes are frozen; null when they are not.</param>
/// <param name="MayAddMethod">Whether this caller has leave to add a method now.</param>
public sealed record SecuritySettings(
    FactorState Factors,
    IReadOnlyList<Session> Sessions, IReadOnlyList<RememberedBrowser> Browsers, int RestoredCodes, DateTimeOffset? CodesMadeAt,
    DateTimeOffset? CodesKeptAt, DateTimeOffset? CodesCheckedAt, DateTimeOffset? FrozenUntil, bool MayAddMethod)
{
    /// <summary>The deletion that the owner has asked for; null: the account stays.</summary>
    public Deletion? Deletion { get; init; }

    /// <summary>Whether the person gets the mails that one can do without.</summary>
    public bool HasReminders { get; init; } = true;

    /// <summary>The account's API keys, oldest first.</summary>
    public IReadOnlyList<ApiKey> Keys { get; init; } = [];

    /// <summary>When mail to the account's address last came back; null: it did not, since the address was confirmed.</summary>
    public DateTimeOffset? MailBouncedAt { get; init; }

    /// <summary>Whether a sign-in needs a second factor.</summary>
    public bool IsOn => Factors.Account.NeedsSecondFactor(Factors.Methods.Count);

    /// <summary>Whether the person has yet to say that the newest codes are in a safe place.</summary>
    public bool AreCodesLoose => CodesMadeAt is { } made && (CodesKeptAt is null || CodesKeptAt < made);
}

/// <summary>Shows a caller the security settings.</summary>
public sealed class ShowSecurity(Ground ground)
{
    public Task<SecuritySettings> Run(Caller caller, CancellationToken ct) => ground.Db.Read(async sql =>
    {
        var account = (await AccountStore.Find(sql, caller.Account.Id))!;
        var frozen = await FrozenChanges.Until(sql, account.Id);
        return new SecuritySettings(
            await FactorState.Read(sql, account, ground.Policy),
            await LiveSessions(sql, account),
            await BrowserStore.ListLive(sql, account),
            await BackupCodeStore.CountRestored(sql, account.Id),
            await BackupCodeStore.MadeAt(sql, account.Id),
            await MarkStore.Find(sql, account.Id, AccountMark.CodesKept),
            await MarkStore.Find(sql, account.Id, AccountMark.CodesChecked),
            frozen,
            await EnrollmentStore.HasGrant(sql, account, caller.Leaves))
        {
            Deletion = await DeletionStore.Find(sql, account.Id),
            HasReminders = await MarkStore.Find(sql, account.Id, AccountMark.RemindersOff) is null,
            Keys = await ApiKeyStore.ListOf(sql, account.Id),
            MailBouncedAt = await MarkStore.Find(sql, account.Id, AccountMark.MailBounced),
        };
    }, ct);

    private async Task<IReadOnlyList<Session>> LiveSessions(Sql sql, Account account) =>
        [.. (await SessionStore.ListLive(sql, account.Id)).Where(session => !session.IsExpired(sql.Now, ground.Policy))];
}
