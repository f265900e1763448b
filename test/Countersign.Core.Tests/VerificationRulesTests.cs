using Xunit;

namespace Countersign.Core.Tests;

public sealed class VerificationRulesTests
{
    private static readonly Policy Policy = new();
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Budget Unspent = new([], 1);
    private static readonly Budget Spent = new([.. Enumerable.Repeat(Monday, 20)], 1);
    private static readonly Guard Tired = new(2, 7, 1, null);
    private static readonly Guard Locked = new(3, 8, 2, Monday + TimeSpan.FromMinutes(15));
    private static readonly Guard Lapsed = Locked with { LockedUntil = Monday };

    public static TheoryData<Guard, Budget, Comparison, Outcome, Guard, bool> Table => new()
    {
        { Tired, Unspent, Comparison.Right, Outcome.Accepted, Guard.Clear, false },
        { Tired, Unspent, Comparison.Used, Outcome.UsedCode, Tired, false },
        { Tired, Unspent, Comparison.Spent, Outcome.SpentCode, Tired, false },
        { Tired, Unspent, Comparison.Passed, Outcome.PassedCode, Tired, false },
        { Tired, Unspent, Comparison.Wrong, Outcome.WrongCode, new(3, 8, 2, Monday + TimeSpan.FromMinutes(15)), true },
        { Guard.Clear, Unspent, Comparison.Wrong, Outcome.WrongCode, new(1, 1, 0, null), true },
        { Tired, Unspent, Comparison.ClockOff, Outcome.ClockOff, new(3, 8, 2, Monday + TimeSpan.FromMinutes(15)), true },
        { Lapsed, Unspent, Comparison.Right, Outcome.Accepted, Guard.Clear, false },
        { Lapsed, Unspent, Comparison.Wrong, Outcome.WrongCode, new(1, 9, 2, null), true },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_guess_costs_what_the_table_says(
        Guard guard, Budget budget, Comparison comparison, Outcome outcome, Guard after, bool isCharged)
    {
        var judged = VerificationRules.Judge(guard, budget, 3, Monday, Policy, () => comparison);

        Assert.Equal(outcome, judged.Outcome);
        Assert.Equal(after, judged.Guard);
        Assert.Equal(after.LockedUntil, judged.LockedUntil);
        Assert.Equal(isCharged ? 1 : 0, judged.Budget.Failures.Length);
    }

    [Fact]
    public void A_locked_factor_does_not_even_look_at_the_code()
    {
        var judged = VerificationRules.Judge(Locked, Unspent, 3, Monday, Policy, Unreachable);

        Assert.Equal(new Judgement(Outcome.Locked, Locked, Unspent, Locked.LockedUntil), judged);
    }

    [Fact]
    public void An_account_whose_budget_is_spent_does_not_even_look_at_the_code()
    {
        var judged = VerificationRules.Judge(Guard.Clear, Spent, 3, Monday, Policy, Unreachable);

        Assert.Equal(new Judgement(Outcome.Locked, Guard.Clear, Spent, Monday.AddDays(1)), judged);
    }

    [Fact]
    public void A_success_clears_the_factor_and_not_the_account()
    {
        var nineteen = new Budget([.. Enumerable.Repeat(Monday, 19)], 1);
        var right = VerificationRules.Judge(Tired, nineteen, 3, Monday, Policy, () => Comparison.Right);
        Assert.Equal(Guard.Clear, right.Guard);
        Assert.Equal(nineteen, right.Budget);

        var wrong = VerificationRules.Judge(right.Guard, right.Budget, 3, Monday, Policy, () => Comparison.Wrong);
        Assert.Equal(1, wrong.Guard.FailCount);
        Assert.Equal(Monday.AddDays(1), wrong.LockedUntil);
    }

    [Fact]
    public void Of_a_factor_and_an_account_that_lock_at_once_the_end_of_the_factors_lock_is_told()
    {
        var nineteen = new Budget([.. Enumerable.Repeat(Monday, 19)], 1);
        var judged = VerificationRules.Judge(Tired, nineteen, 3, Monday, Policy, () => Comparison.Wrong);

        Assert.Equal(Monday + TimeSpan.FromMinutes(15), judged.LockedUntil);
        Assert.Equal(Monday.AddDays(1), judged.Budget.SpentUntil(Monday, Policy));
    }

    [Fact]
    public void The_failure_that_locks_already_tells_until_when()
    {
        var judged = VerificationRules.Judge(Tired, Unspent, 3, Monday, Policy, () => Comparison.Wrong);

        Assert.Equal(Outcome.WrongCode, judged.Outcome);
        Assert.Equal(Monday + TimeSpan.FromMinutes(15), judged.LockedUntil);
    }

    [Fact]
    public void A_backup_code_answers_to_its_own_guard_whatever_the_account_has_spent()
    {
        Assert.Equal(new Judgement(Outcome.Accepted, Guard.Clear, Spent, null), Backup(Tired, Comparison.Right));
        Assert.Equal(new Judgement(Outcome.WrongBackupCode, new(3, 8, 1, null), Spent, null), Backup(Tired, Comparison.Wrong));
        Assert.Equal(Backup(Tired, Comparison.Wrong), Backup(Tired, Comparison.ClockOff));
        Assert.Equal(new Judgement(Outcome.Locked, Locked, Spent, Locked.LockedUntil), Backup(Locked, Comparison.Right));
    }

    [Fact]
    public void A_spent_backup_code_is_refused_like_a_wrong_one_and_counts_for_nothing() =>
        Assert.Equal(new Judgement(Outcome.WrongBackupCode, Tired, Spent, null), Backup(Tired, Comparison.Used));

    [Fact]
    public void The_fifth_wrong_backup_code_locks()
    {
        var four = new Guard(4, 4, 0, null);
        var locked = Monday + TimeSpan.FromMinutes(15);

        Assert.Equal(new Judgement(Outcome.WrongBackupCode, new(5, 5, 1, locked), Spent, locked), Backup(four, Comparison.Wrong));
    }

    [Fact]
    public void Every_factor_has_its_limit()
    {
        var policy = new Policy { TotpFailures = 11, SmsFailures = 12, EmailFailures = 13, BackupCodeFailures = 14 };

        Assert.Equal(11, VerificationRules.LimitOf(MethodKind.Totp, policy));
        Assert.Equal(12, VerificationRules.LimitOf(MethodKind.Sms, policy));
        Assert.Equal(13, VerificationRules.LimitOf(MethodKind.Email, policy));
        Assert.Equal(13, VerificationRules.LimitOf(GuardKind.Email, policy));
        Assert.Equal(14, VerificationRules.LimitOf(GuardKind.BackupCode, policy));
        Assert.Equal(12, VerificationRules.LimitOf(GuardKind.PhoneOnFile, policy));
    }

    private static Judgement Backup(Guard guard, Comparison comparison) =>
        VerificationRules.JudgeBackupCode(guard, Spent, comparison, Monday, Policy);

    private static Comparison Unreachable() => throw new InvalidOperationException("Nothing may be compared now.");
}
