using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;

namespace Countersign.Server.Operators;

/// <summary>Everything an operator needs to help somebody, and nothing that signs in.</summary>
/// <param name="RestoredCodes">Recovery codes out of a restored backup, which may have been spent before.</param>
/// <param name="FrozenUntil">Until when the person has frozen changes; null when they have not.</param>
/// <param name="Failures">Wrong codes that still weigh.</param>
public sealed record AccountState(
    FactorState Factors, int RestoredCodes, DateTimeOffset? FrozenUntil, bool IsLastAdmin, IReadOnlyList<Session> Sessions,
    IReadOnlyList<ApiKey> ApiKeys, int Failures, DateTimeOffset? LastSignIn, IReadOnlyList<StoredAuditEntry> Activity)
{
    /// <summary>The account.</summary>
    public Account Account => Factors.Account;

    /// <summary>What its owner has asked for, so that the account goes; null: it stays.</summary>
    public Deletion? Deletion { get; init; }

    /// <summary>How the password stands: what is in doubt, a reset voids too.</summary>
    public PasswordStanding Password { get; init; }

    /// <summary>Whether a sign-in needs a second factor.</summary>
    public bool IsOn => Account.NeedsSecondFactor(Factors.Methods.Count);
}

/// <summary>Shows an operator the state of an account, read in one snapshot.</summary>
public sealed class ShowAccount(Ground ground)
{
    private const int MostActivity = 25;

    /// <summary>The state; null when there is no such account.</summary>
    public Task<AccountState?> Run(AccountId id, CancellationToken ct) => ground.Db.Read(async sql =>
        await AccountStore.Find(sql, id) is { } account ? await Read(sql, account) : null, ct);

    private async Task<AccountState> Read(Sql sql, Account account)
    {
        var frozen = await FrozenChanges.Until(sql, account.Id);
        var sessions = await SessionStore.ListLive(sql, account.Id);
        return new(
            await FactorState.Read(sql, account, ground.Policy),
            await BackupCodeStore.CountRestored(sql, account.Id),
            frozen,
            await LastAdmin.Is(sql, account),
            [.. sessions.Where(session => !session.IsExpired(sql.Now, ground.Policy))],
            await ApiKeyStore.ListOf(sql, account.Id),
            (await GuardStore.ReadBudget(sql, account.Id)).Failures.Length,
            await SessionStore.LastOpened(sql, account.Id),
            await AuditLog.Newest(sql, account.Id, MostActivity))
        {
            Deletion = await DeletionStore.Find(sql, account.Id),
            Password = await KnownPassword.StandingOf(sql, account),
        };
    }
}
