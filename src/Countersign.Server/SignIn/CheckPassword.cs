using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Verification;

namespace Countersign.Server.SignIn;

/// <summary>A right password: either a session, or a sign-in that waits for its second factor.</summary>
/// <param name="Session">The session's key, for an account without 2FA.</param>
/// <param name="Pending">The handle of the waiting sign-in, for an account with 2FA.</param>
public sealed record PasswordAccepted(Account Account, Token? Session, Token? Pending, IReadOnlyList<Method> Methods);

/// <summary>
/// The first step of signing in. Unknown names, wrong passwords and shut accounts get the same words after the same work,
/// and nothing is sent to anybody.
/// </summary>
public sealed class CheckPassword(Ground ground, PasswordThrottle throttle, PasswordHash hash, SignInDesk desk, AuditLog audit)
{
    // Longer than any password that can be set; not worth a hash.
    private const int LongestPassword = 1024;

    public async Task<Answer<PasswordAccepted>> Run(string name, string password, Source source, CancellationToken ct)
    {
        if (name.Length > LongestPassword || password.Length > LongestPassword) return Refusal.WrongPassword;

        var now = ground.Now();
        var account = await ground.Db.Read(sql => AccountStore.FindByName(sql, name), ct);
        var who = PasswordThrottle.NameOf(account, name);
        if (await ground.Db.Write(tx => throttle.Charge(tx, who, source, now), ct) is { } later) return later;

        var check = await hash.Check(password, account?.PasswordHash, ct);
        var newHash = check is PasswordCheck.RightButOld ? await hash.Hash(password, ct) : null;
        return await ground.Db.Write<Answer<PasswordAccepted>>(async tx =>
        {
            if (check is PasswordCheck.Wrong || !await IsStillSo(tx, account!)) return await Wrong(tx, account, who, source, now);

            await throttle.NoteRight(tx, who, source, now);
            if (newHash is not null) OvertakenException.Unless(await AccountStore.TrySetPassword(tx, account!, newHash));
            return await desk.Enter(tx, account!, source, now);
        }, ct);
    }

    // The hash took its time: the password or the account may have changed meanwhile.
    private static async Task<bool> IsStillSo(Sql sql, Account account) =>
        await AccountStore.Find(sql, account.Id) is { IsDisabled: false } fresh && fresh.PasswordHash == account.PasswordHash;

    private async Task<Answer<PasswordAccepted>> Wrong(Tx tx, Account? account, string who, Source source, DateTimeOffset now)
    {
        await throttle.NoteWrong(tx, who, now);
        await audit.Append(tx, new(AuditEvent.AuthnLoginFail, source, account?.Id, "wrong_password"), now);
        return Refusal.WrongPassword;
    }
}
