using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>How an account stands with 2FA.</summary>
public sealed record TwoFactorStatus(
    Account Account, IReadOnlyList<Method> Methods, int BackupCodesLeft, bool MayAddMethod)
{
    /// <summary>When mail to the account's address last came back; null: it did not, since the address was confirmed.</summary>
    public DateTimeOffset? MailBouncedAt { get; init; }

    /// <summary>Whether a sign-in needs a second factor.</summary>
    public bool IsOn => Account.NeedsSecondFactor(Methods.Count);
}

/// <summary>Shows a caller the state of the account's second factor.</summary>
public sealed class ShowStatus(Ground ground)
{
    public Task<TwoFactorStatus> Run(Caller caller, CancellationToken ct) => ground.Db.Read(async sql =>
    {
        var id = caller.Account.Id;
        await sql.Foresee(
            asked => AccountStore.Find(asked, id), asked => MethodStore.ListOf(asked, id), asked => BackupCodeStore.CountLeft(asked, id),
            asked => EnrollmentStore.HasGrant(asked, caller.Account, caller.Leaves),
            asked => MarkStore.Find(asked, id, AccountMark.MailBounced));
        return new TwoFactorStatus(
            (await AccountStore.Find(sql, id))!, await MethodStore.ListOf(sql, id), await BackupCodeStore.CountLeft(sql, id),
            await EnrollmentStore.HasGrant(sql, caller.Account, caller.Leaves))
        {
            MailBouncedAt = await MarkStore.Find(sql, id, AccountMark.MailBounced),
        };
    }, ct);
}
