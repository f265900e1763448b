using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>The password is changed.</summary>
/// <param name="NewKey">The browser session's new key.</param>
public sealed record PasswordChanged(Token? NewKey);

/// <summary>Changes the caller's password, on the old one. Every other session ends, and everything pending is void.</summary>
public sealed class ChangePassword(
    Ground ground, PasswordVerifier passwords, PasswordHash hash, SessionKeeper sessions, ChangeTeller teller)
{
    public async Task<Answer<PasswordChanged>> Run(Caller caller, string oldPassword, string newPassword, CancellationToken ct)
    {
        if (PasswordFitness.Check(newPassword, caller.Account.Username, caller.Account.Email) is { } weak) return weak;
        if (await passwords.Confirm(caller, oldPassword, ct) is { } refused) return refused;

        var newHash = await hash.Hash(newPassword, caller.Source.Claim(caller.Account.Id), ct);
        return await ground.Db.Write<Answer<PasswordChanged>>(async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            OvertakenException.Unless(account.PasswordHash == caller.Account.PasswordHash);

            account = await SessionKeeper.EndAllElse(tx, account, caller.Session?.Id);
            OvertakenException.Unless(await AccountStore.TrySetPassword(tx, account, newHash));
            await teller.Tell(tx, account, caller.Entry(AuditEvent.AuthnPasswordChange), NoticeKind.PasswordChanged);
            return new PasswordChanged(await sessions.ChangeKey(tx, caller));
        }, ct);
    }
}
