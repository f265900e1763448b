using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Verification;

/// <summary>Where the answer of a passkey is checked: its question is spent first, whatever comes of it.</summary>
public sealed class PasskeyVerifier(PasskeyTickets tickets, PasskeyCeremonies ceremonies, Policy policy)
{
    /// <summary>Judges an answer. What it costs is saved in this transaction.</summary>
    internal async Task<Verdict> Check(Tx tx, Account account, IReadOnlyList<Method> methods, Proof proof, Demand demand)
    {
        var answer = proof.Passkey!;
        if (PasskeyCeremonies.NameIn(answer.Json) is not { } name) return new(Outcome.NotACode, ProofKind.Passkey);

        var (state, trouble) = tickets.Read(answer.Ticket, demand.PasskeyUse, account, demand.By, tx.Now);
        if (state is null) return new(trouble, ProofKind.Passkey);
        if (await Find(tx, account, methods, name, demand) is not var (passkey, method))
            return new(Outcome.NoSuchMethod, ProofKind.Passkey);
        if (method.Guard.IsLocked(tx.Now))
            return new(Outcome.Locked, ProofKind.Passkey, method.Id, method.Guard.FailCount, method.Guard.LockedUntil);
        if (!await SpentQuestionStore.TrySpend(tx, account.Id, PasskeyTickets.HashOf(state)))
            return new(Outcome.UsedCode, ProofKind.Passkey, method.Id);

        var seen = await ceremonies.Used(account, passkey, state, answer.Json, demand.IsAlone);
        var budget = await GuardStore.ReadBudget(tx, account.Id);
        var judged = VerificationRules.JudgePasskey(
            method.Guard, budget, seen is null ? Comparison.Wrong : Comparison.Right, tx.Now, policy);
        await JudgementStore.Save(tx, method, method, budget, judged);
        if (seen is not null) await PasskeyStore.Save(tx, passkey, seen.SignCount, seen.IsBackedUp);
        return Told(judged, method);
    }

    private async Task<(Passkey Passkey, Method Method)?> Find(
        Tx tx, Account account, IReadOnlyList<Method> methods, byte[] name, Demand demand)
    {
        var passkey = tickets.Here(await PasskeyStore.ListOf(tx, account.Id, methods))
            .FirstOrDefault(known => known.CredentialId.AsSpan().SequenceEqual(name) && (known.OpensAlone || !demand.IsAlone));
        return passkey is not null && methods.FirstOrDefault(known => known.Id == passkey.Method) is { } method ? (passkey, method) : null;
    }

    private static Verdict Told(Judgement judged, Method method) =>
        new(judged.Outcome, ProofKind.Passkey, method.Id, judged.Guard.FailCount, judged.LockedUntil);
}
