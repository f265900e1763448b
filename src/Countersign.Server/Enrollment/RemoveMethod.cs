using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Enrollment;

/// <summary>A method is gone.</summary>
/// <param name="Remaining">How many are left; none means 2FA is off and all recovery codes are dead.</param>
/// <param name="NewKey">The browser session's new key.</param>
public sealed record MethodRemoved(int Remaining, Token? NewKey);

/// <summary>Which method to remove.</summary>
/// <param name="Target">Null: the one that proves it.</param>
/// <param name="Legacy">Take the number on file off a legacy account instead.</param>
public sealed record RemoveAsk(MethodId? Target, bool Legacy = false);

/// <summary>Removes a method, on the proof of any factor. With the last one 2FA is off.</summary>
public sealed class RemoveMethod(
    Ground ground, ProofVerifier proofs, SessionKeeper sessions, ChangeTeller teller, PhoneNotices phones)
{
    public async Task<Answer<MethodRemoved>> Run(Caller caller, Proof proof, RemoveAsk ask, CancellationToken ct)
    {
        var prepared = await proofs.Prepare(caller.Account.Id, proof, caller.Source, ct);
        return await ground.Db.Write<Answer<MethodRemoved>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;
            var methods = await MethodStore.ListOf(tx, account.Id);
            if (Refuse(account, methods, proof, ask, await RequirementStore.Read(tx, ground.Policy)) is { } refused) return refused;

            var demand = Demand.Change(caller.Credential);
            var asked = caller.Entry(AuditEvent.MethodRemoved);
            var verdict = await proofs.Check(tx, account, prepared, demand, asked);
            if (!verdict.IsAccepted) return new Refused(Refusal.Proof, verdict);

            var target = methods.FirstOrDefault(method => method.Id == (ask.Target ?? verdict.Method));
            var strangers = await phones.FindStrangers(tx, account);
            await SessionKeeper.EndAllElse(tx, account, caller.Session?.Id);
            var left = await Remove(tx, account, methods, ask.Legacy ? null : target);
            var newKey = left.Count == 0 ? await sessions.ChangeKey(tx, caller) : await sessions.Raise(tx, caller, verdict.Kind);
            await Tell(tx, account, asked with { Factor = verdict.Kind, Method = target?.Id }, target, left.Count);
            if (left.Count == 0) await phones.Tell(tx, account, methods, NoticeKind.TwoFactorDisabled, before: strangers);
            return new MethodRemoved(left.Count, newKey);
        }, ct);
    }

    // Everything that can be known beforehand, so that a mistake does not cost a code.
    private static Refusal? Refuse(Account account, IReadOnlyList<Method> methods, Proof proof, RemoveAsk ask, Requirement requirement)
    {
        if (ask.Legacy) return account.IsLegacy ? LastOne(account, methods.Count == 0, requirement) : Refusal.NoSuchMethod;
        if (account.IsLegacy) return Refusal.LegacyAccount;
        if (ask.Target is { } target && methods.All(method => method.Id != target)) return Refusal.NoSuchMethod;

        var namesItself = proof.Kind is not ProofKind.Email && proof.BackupCode is null;
        return ask.Target is null && !namesItself ? Refusal.MissingTarget : LastOne(account, methods.Count == 1, requirement);
    }

    private static Refusal? LastOne(Account account, bool isLast, Requirement requirement) =>
        isLast && requirement.Holds && account is { IsDisabled: false, Application: null } ? Refusal.SecondFactorRequired : null;

    private static async Task<IReadOnlyList<Method>> Remove(Tx tx, Account account, IReadOnlyList<Method> methods, Method? target)
    {
        if (target is null)
        {
            await AccountStore.TryEndLegacy(tx, account.Id);
            await AccountStore.RemovePhone(tx, account.Id);
        }
        else OvertakenException.Unless(await MethodStore.TryRemove(tx, account.Id, target.Id));
        if (target?.Phone is { } gone && gone == account.Phone) await AccountStore.RemovePhone(tx, account.Id);

        IReadOnlyList<Method> left = [.. methods.Where(method => method != target)];
        if (left.Count == 0) await SecondFactorOff.Take(tx, account.Id);
        else if (target is { IsPrimary: true }) await MethodStore.SetPrimary(tx, account.Id, left[0].Id);
        return left;
    }

    private async Task Tell(Tx tx, Account account, AuditEntry entry, Method? target, int left)
    {
        if (left == 0) await teller.Tell(tx, account, entry with { Event = AuditEvent.SecondFactorDisabled }, NoticeKind.TwoFactorDisabled);
        else await teller.Tell(tx, account, entry, NoticeKind.MethodRemoved, new() { Method = target });
    }
}
