namespace Countersign.Core;

/// <summary>How an offered code compared with the right one.</summary>
public enum Comparison
{
    Wrong,

    /// <summary>Right for now, and the very one that was accepted last.</summary>
    Used,

    /// <summary>
    /// Right for now, but not to be accepted any more: a later one was, or somebody was told that it fits another time.
    /// </summary>
    Spent,

    /// <summary>
    /// Right for now, but a code of a later time was taken in before: some clock was ahead and is not any more. Nobody has used this
    /// very code; it is refused all the same, since what came before a used one must not be accepted after it.
    /// </summary>
    Passed,
    Right,

    /// <summary>
    /// Right for a clock that is a few minutes off: refused and counted like a wrong one, and told apart so that the person can set the
    /// clock.
    /// </summary>
    ClockOff,
}

/// <summary>What a check decided, and the state that must be saved before anybody is told.</summary>
/// <param name="Guard">The factor's guard as it must be saved.</param>
/// <param name="Budget">The account's budget as it must be saved.</param>
/// <param name="LockedUntil">The lock to tell: the factor's, or the account's.</param>
public sealed record Judgement(Outcome Outcome, Guard Guard, Budget Budget, DateTimeOffset? LockedUntil);

/// <summary>Whether a code proves possession, and what the answer costs. Pure: same input, same verdict.</summary>
public static class VerificationRules
{
    /// <summary>
    /// Judges one guess at a six-digit code. <paramref name="compare"/> runs only if neither the factor nor the account
    /// is locked, so a locked factor tells nothing about the code.
    /// </summary>
    /// <param name="limit">Wrong codes the factor takes before it locks.</param>
    public static Judgement Judge(
        Guard guard, Budget budget, int limit, DateTimeOffset now, Policy policy, Func<Comparison> compare)
    {
        if (guard.IsLocked(now)) return new(Outcome.Locked, guard, budget, guard.LockedUntil);
        if (budget.SpentUntil(now, policy) is { } until) return new(Outcome.Locked, guard, budget, until);

        return compare() switch
        {
            Comparison.Right => new(Outcome.Accepted, Guard.Clear, budget, null),

            // A replayed right code is no guess: counting it would let a double click lock its owner out.
            Comparison.Used => new(Outcome.UsedCode, guard, budget, null),
            Comparison.Spent => new(Outcome.SpentCode, guard, budget, null),
            Comparison.Passed => new(Outcome.PassedCode, guard, budget, null),
            Comparison.Wrong => Failed(Outcome.WrongCode, guard, budget, limit, now, policy),
            Comparison.ClockOff => Failed(Outcome.ClockOff, guard, budget, limit, now, policy),
        };
    }

    /// <summary>
    /// Judges one guess at a backup code. It answers to its own guard only: at 2^-60 a guess the account's budget would
    /// protect nothing, and the owner always keeps this door.
    /// </summary>
    public static Judgement JudgeBackupCode(Guard guard, Budget budget, Comparison comparison, DateTimeOffset now, Policy policy)
    {
        if (guard.IsLocked(now)) return new(Outcome.Locked, guard, budget, guard.LockedUntil);

        return comparison switch
        {
            Comparison.Right => new(Outcome.Accepted, Guard.Clear, budget, null),

            // Told like a wrong one, but it is no guess: counting it would let an impatient finger lock its owner out.
            Comparison.Used or Comparison.Spent or Comparison.Passed => new(Outcome.WrongBackupCode, guard, budget, null),
            Comparison.Wrong or Comparison.ClockOff => FailedBackupCode(guard, budget, now, policy),
        };
    }

    /// <summary>
    /// Judges what a passkey signed. It answers to its own guard only, as a recovery code does: nobody guesses a signature, so the
    /// account's budget would protect nothing, and its owner keeps this door.
    /// </summary>
    public static Judgement JudgePasskey(Guard guard, Budget budget, Comparison comparison, DateTimeOffset now, Policy policy)
    {
        if (guard.IsLocked(now)) return new(Outcome.Locked, guard, budget, guard.LockedUntil);
        if (comparison is Comparison.Right) return new(Outcome.Accepted, Guard.Clear, budget, null);

        var after = LockoutRules.AfterFailure(guard, policy.PasskeyFailures, now, policy);
        return new(Outcome.WrongCode, after, budget, after.LockedUntil);
    }

    /// <summary>Compares a TOTP code with the method's key. A step once accepted, or once told, is never accepted again.</summary>
    /// <returns>How they compare, and the method as it must be saved.</returns>
    public static (Comparison Comparison, Method Compared) CompareTotp(
        Method method, ReadOnlySpan<byte> key, Code code, DateTimeOffset now, Policy policy)
    {
        return Totp.FindStep(key, code, now, policy.Skew, method.LastStep) switch
        {
            null => CompareFarther(method, key, code, now),
            { } when method.LastStep > Totp.StepAt(now) + 1 => (Comparison.Passed, method),
            { } step when step == method.LastStep => (Comparison.Used, method),
            { } step when step < method.LastStep || method.ToldSteps.Contains(step) => (Comparison.Spent, method),
            { } step => (Comparison.Right, method with { LastStep = step, ToldSteps = [.. method.ToldSteps.Where(told => told > step)] }),
        };
    }

    // Five minutes either way. A step that was told to fit is spent by being told, since its turn may come; no other one is: whoever sets
    // the clock goes on with the next code.
    private static (Comparison Comparison, Method Compared) CompareFarther(
        Method method, ReadOnlySpan<byte> key, Code code, DateTimeOffset now)
    {
        var fitting = Totp.FindSteps(key, code, now, Totp.WidestSkew).Where(step => step > method.LastStep).ToList();
        return fitting.Count == 0
            ? (Comparison.Wrong, method)
            : (Comparison.ClockOff, method with { ToldSteps = [.. method.ToldSteps.Union(fitting).Order()] });
    }

    /// <summary>The failures a method takes before it locks.</summary>
    public static int LimitOf(MethodKind kind, Policy policy) => kind switch
    {
        MethodKind.Totp => policy.TotpFailures,
        MethodKind.Sms => policy.SmsFailures,
        MethodKind.Email => policy.EmailFailures,
        MethodKind.Passkey => policy.PasskeyFailures,
    };

    /// <summary>The failures a factor without a method row takes before it locks.</summary>
    public static int LimitOf(GuardKind kind, Policy policy) => kind switch
    {
        GuardKind.Email => policy.EmailFailures,
        GuardKind.BackupCode => policy.BackupCodeFailures,
        GuardKind.PhoneOnFile => policy.SmsFailures,
    };

    /// <summary>
    /// The kind of a proof: the named method's, whatever kind was named beside it (clients have a kind they send by
    /// default); the named kind; the channel of the challenge a code was sent for; the authenticator app if there is
    /// exactly one; else SMS.
    /// </summary>
    public static ProofKind Resolve(Proof proof, IReadOnlyCollection<Method> methods, Challenge? challenge)
    {
        if (proof.BackupCode is not null) return ProofKind.BackupCode;
        if (proof.Passkey is not null) return ProofKind.Passkey;
        if (methods.FirstOrDefault(method => method.Id == proof.Method) is { } method) return KindOf(method.Kind);
        if (proof.Kind is { } named) return named;
        if (challenge?.Channel is { } channel) return KindOf(channel);

        return methods.Count(candidate => candidate.Kind is MethodKind.Totp) == 1 ? ProofKind.Totp : ProofKind.Sms;
    }

    /// <summary>Whether an account has methods, and none of them has codes.</summary>
    public static bool AreAllPasskeys(IReadOnlyCollection<Method> methods) =>
        methods.Count > 0 && methods.All(method => method.Kind is MethodKind.Passkey);

    /// <summary>Whether a code was offered where a passkey would have to answer: by somebody whose program cannot ask one.</summary>
    public static bool NeedsPasskey(Proof proof, ProofKind kind, IReadOnlyCollection<Method> methods) => kind switch
    {
        ProofKind.Passkey => proof.Passkey is null && proof.Code is not null,
        ProofKind.Totp or ProofKind.Sms => AreAllPasskeys(methods),
        ProofKind.Email or ProofKind.BackupCode => false,
    };

    /// <summary>The proof a method's codes are.</summary>
    public static ProofKind KindOf(MethodKind kind) => kind switch
    {
        MethodKind.Totp => ProofKind.Totp,
        MethodKind.Sms => ProofKind.Sms,
        MethodKind.Email => ProofKind.Email,
        MethodKind.Passkey => ProofKind.Passkey,
    };

    /// <summary>The proof a sent code is.</summary>
    public static ProofKind KindOf(Channel channel) => channel switch
    {
        Channel.Email => ProofKind.Email,
        Channel.Sms => ProofKind.Sms,
    };

    private static Judgement FailedBackupCode(Guard guard, Budget budget, DateTimeOffset now, Policy policy)
    {
        var after = LockoutRules.AfterFailure(guard, policy.BackupCodeFailures, now, policy);
        return new(Outcome.WrongBackupCode, after, budget, after.LockedUntil);
    }

    private static Judgement Failed(Outcome outcome, Guard guard, Budget budget, int limit, DateTimeOffset now, Policy policy)
    {
        var after = LockoutRules.AfterFailure(guard, limit, now, policy);
        var spent = budget.AfterFailure(now, policy);

        // The answer to the failure that locks already carries the lock's end.
        return new(outcome, after, spent, after.LockedUntil ?? spent.SpentUntil(now, policy));
    }
}
