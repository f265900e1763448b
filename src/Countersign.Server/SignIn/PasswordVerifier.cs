using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// The one place where a user name and a password are looked at, whichever door they came through. Unknown names, wrong
/// passwords and shut accounts get the same words after the same work, and nothing is sent to anybody.
/// </summary>
public sealed class PasswordVerifier(Ground ground, PasswordThrottle throttle, PasswordHash hash, AuditLog audit)
{
    // Longer than any password that can be set; not worth a hash.
    private const int LongestPassword = 1024;

    /// <summary>Checks the password and, if it is right, does what it opens in the same transaction.</summary>
    /// <param name="open">What a right password opens. It writes its own audit row.</param>
    public async Task<Answer<T>> Run<T>(
        string name, string password, Source source, Func<Tx, Account, Task<Answer<T>>> open, CancellationToken ct)
        where T : class
    {
        if (name.Length > LongestPassword || password.Length > LongestPassword) return Refusal.WrongPassword;

        var account = await ground.Db.Read(sql => AccountStore.FindByName(sql, name), ct);
        var who = PasswordThrottle.NameOf(account, name);
        if (await ground.Db.Write(tx => throttle.Charge(tx, who, source), ct) is { } later) return later;

        var check = await hash.Check(password, account?.PasswordHash, ct);
        var newHash = check is PasswordCheck.RightButOld ? await hash.Hash(password, ct) : null;
        return await ground.Db.Write<Answer<T>>(async tx =>
        {
            if (check is PasswordCheck.Wrong || !await IsStillSo(tx, account!)) return await Wrong(tx, account, who, source);

            await throttle.NoteRight(tx, who, source);
            if (newHash is not null) OvertakenException.Unless(await AccountStore.TrySetPassword(tx, account!, newHash));
            return await open(tx, account!);
        }, ct);
    }

    // The hash took its time: the password or the account may have changed meanwhile.
    private static async Task<bool> IsStillSo(Sql sql, Account account) =>
        await AccountStore.Find(sql, account.Id) is { IsDisabled: false } fresh && fresh.PasswordHash == account.PasswordHash;

    private async Task<Refused> Wrong(Tx tx, Account? account, string who, Source source)
    {
        await throttle.NoteWrong(tx, who);
        await audit.Append(tx, new(AuditEvent.AuthnLoginFail, source, account?.Id, AuditOutcome.WrongPassword));
        return new(Refusal.WrongPassword);
    }
}
