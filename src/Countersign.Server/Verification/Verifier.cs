using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Verification;

/// <summary>
/// The one place where a second factor is checked, whichever door it came through. A check reads, asks the rules, and
/// saves what they decided by conditional writes in the caller's transaction, together with what the proof buys.
/// </summary>
public sealed class Verifier(
    BackupCodeMatcher backupCodes, SentCodes sentCodes, PasskeyVerifier passkeys, TokenHash tokens, SecretBox box, Policy policy)
{
    /// <summary>Does the slow part: one password hash for a recovery code, unless recovery codes are locked; none otherwise.</summary>
    public async Task<PreparedProof> Prepare(AccountId account, Proof proof, Source source, CancellationToken ct)
    {
        var hashes = Token.TryParse(proof.Secret, out var token) ? tokens.UnderAll(token) : null;
        var match = proof.BackupCode is { } code ? await backupCodes.FindMatch(account, code, source, ct) : null;
        return new(proof, match, hashes);
    }

    /// <summary>
    /// Checks a proof and spends it if it is right. Whatever the verdict, its cost is saved in this transaction, so it is
    /// on disk before anybody is told.
    /// </summary>
    public async Task<Verdict> Check(Tx tx, Account account, PreparedProof prepared, Demand demand)
    {
        var methods = await MethodStore.ListOf(tx, account.Id);
        var challenge = await FindChallenge(tx, account, prepared, demand);

        var kind = VerificationRules.Resolve(prepared.Proof, methods, challenge?.Challenge);
        if (VerificationRules.NeedsPasskey(prepared.Proof, kind, methods)) return new(Outcome.PasskeyOnly, ProofKind.Passkey);
        if (!prepared.Proof.HasFormOf(kind)) return new(Outcome.NotACode, kind);

        return kind switch
        {
            ProofKind.BackupCode => await CheckBackupCode(tx, account, prepared),
            ProofKind.Totp => await CheckTotp(tx, account, methods, prepared.Proof),
            ProofKind.Passkey => await passkeys.Check(tx, account, methods, prepared.Proof, demand),
            ProofKind.Sms => await CheckSent(tx, account, prepared.Proof, challenge, Channel.Sms, demand),
            ProofKind.Email => await CheckSent(tx, account, prepared.Proof, challenge, Channel.Email, demand),
        };
    }

    private static async Task<StoredChallenge?> FindChallenge(
        Tx tx, Account account, PreparedProof prepared, Demand demand)
    {
        if (prepared.SecretHashes is { } hashes) return await ChallengeStore.FindLive(tx, hashes);

        return demand.HoldsNoHandle && ChallengeRules.ChannelOf(prepared.Proof.Kind) is { } channel
            ? await ChallengeStore.FindYoungest(tx, account.Id, channel, demand.By!.Value)
            : null;
    }

    /// <summary>Judges a recovery code without spending it: the same guard, the same count.</summary>
    public static async Task<Verdict> LookAtBackupCode(Tx tx, Account account, PreparedProof prepared, Policy policy)
    {
        if (!prepared.Proof.HasFormOf(ProofKind.BackupCode)) return new(Outcome.NotACode, ProofKind.BackupCode);

        return await JudgeBackupCode(tx, account, policy, async _ =>
            prepared.BackupCodeId is { } id && await BackupCodeStore.IsLive(tx, account.Id, id) ? Comparison.Right : Comparison.Wrong);
    }

    private Task<Verdict> CheckBackupCode(Tx tx, Account account, PreparedProof prepared) =>
        JudgeBackupCode(tx, account, policy, async guard =>
            guard.IsLocked(tx.Now) ? Comparison.Wrong : await Spend(tx, account, prepared.BackupCodeId));

    private static async Task<Verdict> JudgeBackupCode(
        Tx tx, Account account, Policy policy, Func<Guard, Task<Comparison>> compare)
    {
        var before = await GuardStore.Read(tx, account.Id, GuardKind.BackupCode);
        var budget = await GuardStore.ReadBudget(tx, account.Id);
        var judged = VerificationRules.JudgeBackupCode(before.Guard, budget, await compare(before.Guard), tx.Now, policy);

        await JudgementStore.Save(tx, account.Id, GuardKind.BackupCode, before, budget, judged);
        return Told(judged, ProofKind.BackupCode, null);
    }

    // Spending is the test: of many callers with one right code, one hits the row.
    private static async Task<Comparison> Spend(Tx tx, Account account, long? code)
    {
        if (code is not { } id) return Comparison.Wrong;
        if (await BackupCodeStore.TrySpend(tx, account.Id, id)) return Comparison.Right;

        return await BackupCodeStore.Exists(tx, account.Id, id) ? Comparison.Used : Comparison.Wrong;
    }

    private async Task<Verdict> CheckTotp(Tx tx, Account account, IReadOnlyList<Method> methods, Proof proof)
    {
        var (method, trouble) = Pick(methods, MethodKind.Totp, proof.Method);
        if (method is null) return new(trouble, ProofKind.Totp);
        if (!box.TryOpen(method.SealedKey, MethodKeys.PlaceOf(method), out var key))
            return new(Outcome.KeyUnreadable, ProofKind.Totp, method.Id);

        var budget = await GuardStore.ReadBudget(tx, account.Id);
        var compared = method;
        var judged = VerificationRules.Judge(method.Guard, budget, policy.TotpFailures, tx.Now, policy, () =>
        {
            (var comparison, compared) = VerificationRules.CompareTotp(method, key, proof.Code!.Value, tx.Now, policy);
            return comparison;
        });

        await JudgementStore.Save(tx, method, compared, budget, judged);
        return Told(judged, ProofKind.Totp, method.Id);
    }

    private async Task<Verdict> CheckSent(
        Tx tx, Account account, Proof proof, StoredChallenge? stored, Channel channel, Demand demand)
    {
        var kind = VerificationRules.KindOf(channel);
        if (Unfit(account, proof, stored, channel, demand, tx.Now) is { } trouble)
            return await LockOf(tx, account, proof, demand) is { } locked ? locked with { Kind = kind } : new(trouble, kind);

        var challenge = stored!.Challenge;
        if (channel is Channel.Email
            && MailRules.Refuse(account, challenge.Purpose, await IsFirst(tx, account), tx.Now, policy) is { } no) return no;

        var verdict = await JudgeSent(tx, account, channel, proof.Code!.Value, stored);

        if (verdict.IsAccepted) await Spend(tx, challenge);

        // The guess that locked has used up this code, but a waiting sign-in may still be finished by another factor.
        if (verdict is { Outcome: Outcome.WrongCode, LockedUntil: not null })
            OvertakenException.Unless(await ChallengeStore.TryForgetCode(tx, challenge));
        return verdict with { Kind = kind };
    }

    private static async Task Spend(Tx tx, Challenge challenge)
    {
        OvertakenException.Unless(await ChallengeStore.TryEnd(tx, challenge.Id));
        if (challenge.Channel is Channel.Sms) await SmsReturns.NoteReturned(tx, challenge);
    }

    // The guess that locked has taken the code with it: whoever holds no handle must hear of the lock, not of a missing code.
    private static async Task<Verdict?> LockOf(Tx tx, Account account, Proof proof, Demand demand) =>
        demand.HoldsNoHandle && proof.Method is { } named
        && await MethodStore.Find(tx, account.Id, named) is { Guard: var guard } && guard.IsLocked(tx.Now)
            ? new(Outcome.Locked, null, named, guard.FailCount, guard.LockedUntil)
            : null;

    private static Outcome? Unfit(Account account, Proof proof, StoredChallenge? stored, Channel channel, Demand demand, DateTimeOffset now)
    {
        if (proof.Secret is null && !demand.HoldsNoHandle) return Outcome.MissingSecret;
        if (stored?.Challenge is not { } challenge) return Outcome.NoChallenge;
        if (!demand.Purposes.Any(purpose => ChallengeRules.Fits(challenge, account, purpose, demand.By))) return Outcome.NoChallenge;
        if (challenge.IsExpired(now)) return Outcome.Expired;
        if (challenge.Channel != channel) return Outcome.NoCodeSent;

        return proof.Method is { } named && challenge.Method is { } sentTo && named != sentTo ? Outcome.NoChallenge : null;
    }

    // Where the code went to a method, that method counts the guesses; everywhere else the account has a guard for the channel.
    private async Task<Verdict> JudgeSent(Tx tx, Account account, Channel channel, Code code, StoredChallenge stored)
    {
        var budget = await GuardStore.ReadBudget(tx, account.Id);
        if (stored.Challenge.Method is { } id)
        {
            if (await MethodStore.Find(tx, account.Id, id) is not { } method) return new(Outcome.NoChallenge);

            var ofMethod = Judge(method.Guard, VerificationRules.LimitOf(method.Kind, policy));
            await JudgementStore.Save(tx, method, method, budget, ofMethod);
            return Told(ofMethod, null, id);
        }

        var kind = GuardOf(channel);
        var before = await GuardStore.Read(tx, account.Id, kind);
        var ofChannel = Judge(before.Guard, VerificationRules.LimitOf(kind, policy));
        await JudgementStore.Save(tx, account.Id, kind, before, budget, ofChannel);
        return Told(ofChannel, null, null);

        Judgement Judge(Guard guard, int limit) =>
            VerificationRules.Judge(guard, budget, limit, tx.Now, policy, () => sentCodes.Compare(stored, code));
    }

    private static Verdict Told(Judgement judged, ProofKind? kind, MethodId? method) =>
        new(judged.Outcome, kind, method, judged.Guard.FailCount, judged.LockedUntil);

    private static async Task<bool> IsFirst(Sql sql, Account account) =>
        !account.NeedsSecondFactor(await MethodStore.CountOf(sql, account.Id));

    private static GuardKind GuardOf(Channel channel) => channel switch
    {
        Channel.Email => GuardKind.Email,
        Channel.Sms => GuardKind.PhoneOnFile,
    };

    private static (Method? Method, Outcome Trouble) Pick(IReadOnlyList<Method> methods, MethodKind kind, MethodId? named)
    {
        return methods.Where(method => method.Kind == kind && (named is null || method.Id == named)).ToList() switch
        {
            [var only] => (only, default),
            [] => (null, Outcome.NoSuchMethod),
            _ => (null, Outcome.AmbiguousMethod),
        };
    }
}
