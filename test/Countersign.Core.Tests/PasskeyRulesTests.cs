using Xunit;

namespace Countersign.Core.Tests;

/// <summary>What a passkey costs, and who is told that one is needed.</summary>
public sealed class PasskeyRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Policy Policy = new();

    [Fact]
    public void Refused_answers_lock_it_and_cost_the_budget_nothing_and_a_spent_budget_does_not_shut_it()
    {
        var spent = new Budget([.. Enumerable.Repeat(Now.AddMinutes(-1), Policy.ShortBudget)], 1);
        Assert.NotNull(spent.SpentUntil(Now, Policy));
        var guard = Guard.Clear;
        for (var n = 1; n <= Policy.PasskeyFailures; n++)
        {
            var judged = VerificationRules.JudgePasskey(guard, spent, Comparison.Wrong, Now, Policy);
            Assert.Equal((Outcome.WrongCode, spent), (judged.Outcome, judged.Budget));
            Assert.Equal(n == Policy.PasskeyFailures, judged.LockedUntil is not null);
            guard = judged.Guard;
        }

        Assert.Equal(Outcome.Locked, VerificationRules.JudgePasskey(guard, spent, Comparison.Right, Now, Policy).Outcome);
        var right = VerificationRules.JudgePasskey(Guard.Clear, spent, Comparison.Right, Now, Policy);
        Assert.Equal((Outcome.Accepted, Guard.Clear), (right.Outcome, right.Guard));
    }

    [Theory]
    [InlineData(ProofKind.Totp, true, false)]
    [InlineData(ProofKind.Sms, true, false)]
    [InlineData(ProofKind.Email, false, false)]
    [InlineData(ProofKind.BackupCode, false, false)]
    [InlineData(ProofKind.Passkey, true, true)]
    public void A_code_is_no_answer_of_a_passkey(ProofKind kind, bool alone, bool besideAnApp)
    {
        Assert.True(Code.TryParse("123456", out var code));
        var proof = new Proof(null, null, null, code, null);

        Assert.Equal(alone, VerificationRules.NeedsPasskey(proof, kind, [Of(MethodKind.Passkey)]));
        Assert.Equal(besideAnApp, VerificationRules.NeedsPasskey(proof, kind, [Of(MethodKind.Passkey), Of(MethodKind.Totp)]));
        Assert.False(VerificationRules.NeedsPasskey(Proof.By(new("ticket", "answer")), ProofKind.Passkey, [Of(MethodKind.Passkey)]));
    }

    [Fact]
    public void An_answer_prints_nothing_of_itself() => Assert.Equal("•••", new PasskeyAnswer("ticket", "answer").ToString());

    private static Method Of(MethodKind kind) =>
        new(default, default, kind, "", null, null, IsPrimary: false, -1, Guard.Clear, Now, null, 1);
}
