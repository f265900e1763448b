using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Enrollment;

/// <summary>Activates an authenticator app by its first right code. That code's time step is spent with it.</summary>
public sealed class ConfirmTotp(Ground ground, SetupKeys setupKeys, NewMethod newMethod, CodeSets codeSets, AuditLog audit)
{
    /// <param name="key">The key that <see cref="SetUpTotp"/> handed out to this account.</param>
    /// <param name="code">Null when what came was no six digits, which does not count.</param>
    public async Task<Answer<MethodAdded>> Run(Caller caller, byte[] key, Code? code, Naming naming, CancellationToken ct)
    {
        return await codeSets.Change<Answer<MethodAdded>>(caller.Source.Claim(caller.Account.Id), async (tx, fresh) =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await Refuse(tx, account, caller, key, naming) is { } refused) return refused;

            var setup = setupKeys.Find(account, key, await EnrollmentStore.ListSetups(tx, account))!;
            if (code is not { } first) return Refusal.NotACode;
            if (Totp.FindStep(key, first, tx.Now, ground.Policy.Skew, -1) is not { } step)
            {
                OvertakenException.Unless(await EnrollmentStore.TryCountFailure(tx, setup, ground.Policy.EnrollmentFailures));
                await audit.Append(tx, ActivatePending.Wrong(caller.Entry(AuditEvent.AuthnLoginFail), MethodKind.Totp));
                return Refusal.WrongFirstCode;
            }

            OvertakenException.Unless(await EnrollmentStore.TryEndSetup(tx, setup));
            return await newMethod.Add(
                tx, caller, account, new(MethodOf(account, naming.Label, step, tx.Now), key, naming), fresh);
        }, ct);
    }

    private async Task<Refusal?> Refuse(Sql sql, Account account, Caller caller, byte[] key, Naming naming)
    {
        if (account.IsLegacy) return Refusal.LegacyAccount;
        var methods = await MethodStore.ListOf(sql, account.Id);
        if (setupKeys.IsInUse(key, methods)) return Refusal.DuplicateMethod;
        if (naming.Replaces is null && methods.Count >= ground.Policy.MethodsPerAccount) return Refusal.TooManyMethods;
        if (!await EnrollmentStore.HasGrant(sql, account, caller.Leaves)) return Refusal.NotAuthorizedToAdd;

        return setupKeys.Find(account, key, await EnrollmentStore.ListSetups(sql, account)) is null ? Refusal.UnknownSetupKey : null;
    }

    private static Method MethodOf(Account account, string? label, long step, DateTimeOffset now) => new(
        default, account.Id, MethodKind.Totp, label ?? "Authenticator app", null, null, IsPrimary: false, step, Guard.Clear, now, now, 1);
}
