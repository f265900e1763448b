using Xunit;

namespace Countersign.Core.Tests;

/// <summary>Which proof is enough for which demand, and how signing keys follow one another.</summary>
public sealed class AppProofRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    // Minutes since the password was given, since the factor (-1: none), that it may be old (-1: any), since it was asked (-1: unnoted).
    [Theory]
    [InlineData(AppLevel.Password, false, 60, -1, -1, false, -1, AppStep.Enter)]
    [InlineData(AppLevel.Password, true, 60, 60, -1, false, -1, AppStep.Enter)]
    [InlineData(AppLevel.SecondFactor, true, 60, 60, -1, false, -1, AppStep.Enter)]
    [InlineData(AppLevel.SecondFactor, false, 1, -1, -1, false, -1, AppStep.AddFactor)]
    [InlineData(AppLevel.SecondFactor, true, 1, -1, -1, false, -1, AppStep.ProveFactor)]
    [InlineData(AppLevel.Password, false, 30, -1, 30, false, -1, AppStep.Enter)]
    [InlineData(AppLevel.Password, false, 31, -1, 30, false, -1, AppStep.SignInAgain)]
    [InlineData(AppLevel.Password, true, 1, 31, 30, false, -1, AppStep.ProveFactor)]
    [InlineData(AppLevel.SecondFactor, true, 600, 30, 30, false, -1, AppStep.Enter)]
    [InlineData(AppLevel.SecondFactor, true, 1, 40_000, 30, false, -1, AppStep.ProveFactor)]
    [InlineData(AppLevel.Password, false, 0, -1, -1, true, -1, AppStep.SignInAgain)]
    [InlineData(AppLevel.Password, true, 0, 0, -1, true, -1, AppStep.ProveFactor)]
    [InlineData(AppLevel.Password, true, 9, 2, -1, true, 2, AppStep.Enter)]
    [InlineData(AppLevel.Password, true, 9, 3, -1, true, 2, AppStep.ProveFactor)]
    [InlineData(AppLevel.Password, false, 2, -1, -1, true, 2, AppStep.Enter)]
    [InlineData(AppLevel.SecondFactor, false, 2, -1, -1, true, 2, AppStep.AddFactor)]
    [InlineData(AppLevel.Password, true, 9, 5, 1, false, 5, AppStep.Enter)]
    [InlineData(AppLevel.Password, true, 9, 6, 1, false, 5, AppStep.ProveFactor)]
    public void A_demand_is_met_or_says_what_is_missing(
        AppLevel level, bool hasFactor, int signedIn, int factor, int fresh, bool anew, int asked, AppStep step)
    {
        var proof = new AppProof(Now - TimeSpan.FromMinutes(signedIn), hasFactor, factor < 0 ? null : Now - TimeSpan.FromMinutes(factor));
        var demand = new AppDemand(
            level, fresh < 0 ? null : TimeSpan.FromMinutes(fresh), anew, asked < 0 ? null : Now - TimeSpan.FromMinutes(asked));

        Assert.Equal(step, AppProofRules.Judge(proof, demand, Now));
    }

    // Minutes since the password was given, since the factor (-1: none), that it may be old (-1: any), since it was asked (-1: unnoted).
    [Theory]
    [InlineData(ProofKind.Passkey, 60, 60, -1, false, -1, AppStep.Enter)]
    [InlineData(ProofKind.Passkey, 60, 5, -1, false, -1, AppStep.Enter)]
    [InlineData(ProofKind.Passkey, 60, 61, -1, false, -1, AppStep.ProvePasskey)]
    [InlineData(ProofKind.Totp, 60, 60, -1, false, -1, AppStep.ProvePasskey)]
    [InlineData(ProofKind.Sms, 60, 60, -1, false, -1, AppStep.ProvePasskey)]
    [InlineData(ProofKind.Email, 60, 60, -1, false, -1, AppStep.ProvePasskey)]
    [InlineData(ProofKind.BackupCode, 60, 60, -1, false, -1, AppStep.ProvePasskey)]
    [InlineData(null, 60, 60, -1, false, -1, AppStep.ProvePasskey)]
    [InlineData(null, 60, -1, -1, false, -1, AppStep.ProvePasskey)]
    [InlineData(ProofKind.Passkey, 60, 31, 30, false, -1, AppStep.ProvePasskey)]
    [InlineData(ProofKind.Passkey, 60, 30, 30, false, -1, AppStep.Enter)]
    [InlineData(ProofKind.Passkey, 9, 3, -1, true, 2, AppStep.ProvePasskey)]
    [InlineData(ProofKind.Passkey, 9, 2, -1, true, 2, AppStep.Enter)]
    public void Where_a_passkey_is_demanded_only_one_that_was_used_in_this_session_will_do(
        ProofKind? by, int signedIn, int factor, int fresh, bool anew, int asked, AppStep step)
    {
        var proof = new AppProof(
            Now - TimeSpan.FromMinutes(signedIn), HasFactor: true, factor < 0 ? null : Now - TimeSpan.FromMinutes(factor), by);
        var demand = new AppDemand(
            AppLevel.PhishingResistant, fresh < 0 ? null : TimeSpan.FromMinutes(fresh), anew,
            asked < 0 ? null : Now - TimeSpan.FromMinutes(asked));

        Assert.Equal(step, AppProofRules.Judge(proof, demand, Now));
        if (step is AppStep.Enter)
            Assert.Equal(AppStep.Enter, AppProofRules.Judge(proof, demand with { Level = AppLevel.SecondFactor }, Now));
    }

    [Fact]
    public void A_passkey_that_a_remembered_browser_brings_is_a_second_factor_and_no_more()
    {
        AppProof brought = new(Now, HasFactor: true, Now.AddDays(-2), ProofKind.Passkey);
        Assert.Equal(AppLevel.SecondFactor, brought.Level);
        Assert.Equal(["pwd", "pop", "user", "mfa"], AppProofRules.AmrOf(brought));
        Assert.Equal(AppLevel.PhishingResistant, (brought with { FactorAt = Now }).Level);
    }

    [Fact]
    public void The_time_that_is_told_is_that_of_the_factor_where_there_is_one()
    {
        Assert.Equal(Now, new AppProof(Now, false, null).At);
        Assert.Equal(Now.AddDays(-20), new AppProof(Now, true, Now.AddDays(-20)).At);
        Assert.Equal((AppLevel.Password, AppLevel.SecondFactor), (new AppProof(Now, true, null).Level, new AppProof(Now, true, Now).Level));
    }

    [Theory]
    [InlineData(ProofKind.Totp, "pwd", "otp", "mfa")]
    [InlineData(ProofKind.Sms, "pwd", "sms", "mfa")]
    [InlineData(ProofKind.Email, "pwd", "otp", AppProofRules.EmailAmr, "mfa")]
    [InlineData(ProofKind.Passkey, "pop", "user", "mfa")]
    [InlineData(ProofKind.BackupCode, "pwd", "otp", AppProofRules.BackupCodeAmr, "mfa")]
    [InlineData(null, "pwd", "mfa")]
    public void How_it_was_proven_is_told_as_it_was(ProofKind? by, params string[] told)
    {
        Assert.Equal(told, AppProofRules.AmrOf(new(Now, true, Now, by)));
        Assert.Equal(["pwd"], AppProofRules.AmrOf(new(Now, true, null)));
        Assert.Equal(["pwd"], AppProofRules.AmrOf(new(Now, false, null)));
    }

    [Theory]
    [InlineData(AppLevel.Password, AppLevel.Password)]
    [InlineData(AppLevel.Password, AppLevel.Password, "urn:strange")]
    [InlineData(AppLevel.Password, AppLevel.SecondFactor, AppProofRules.SecondFactorAcr)]
    [InlineData(AppLevel.Password, AppLevel.Password, AppProofRules.SecondFactorAcr, AppProofRules.PasswordAcr)]
    [InlineData(AppLevel.SecondFactor, AppLevel.SecondFactor, AppProofRules.PasswordAcr)]
    [InlineData(AppLevel.Password, AppLevel.PhishingResistant, AppProofRules.PhishingResistantAcr)]
    [InlineData(AppLevel.SecondFactor, AppLevel.PhishingResistant, AppProofRules.PhishingResistantAcr)]
    [InlineData(AppLevel.Password, AppLevel.SecondFactor, AppProofRules.PhishingResistantAcr, AppProofRules.SecondFactorAcr)]
    [InlineData(AppLevel.Password, AppLevel.Password, AppProofRules.PhishingResistantAcr, AppProofRules.PasswordAcr)]
    [InlineData(AppLevel.PhishingResistant, AppLevel.PhishingResistant, AppProofRules.SecondFactorAcr)]
    [InlineData(AppLevel.PhishingResistant, AppLevel.PhishingResistant)]
    public void An_application_asks_for_more_than_its_operator_said_and_never_for_less(
        AppLevel least, AppLevel level, params string[] asked) =>
        Assert.Equal(level, AppProofRules.LevelOf(asked, least));

    [Fact]
    public void The_shorter_age_counts()
    {
        var (one, two) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
        Assert.Null(AppProofRules.Shorter(null, null));
        Assert.All([(one, two), (two, one)], pair => Assert.Equal(one, AppProofRules.Shorter(pair.Item1, pair.Item2)));
        Assert.Equal(two, AppProofRules.Shorter(null, two));
        Assert.Equal(two, AppProofRules.Shorter(two, null));
    }

    [Fact]
    public void The_first_key_signs_at_once_and_the_next_is_published_before_it_signs()
    {
        SigningKeyDates first = new(AppAlgorithm.Es256, Now, null);
        Assert.Equal(Now, SigningKeyRules.NextOf(AppAlgorithm.Es256, [], Now));
        Assert.Equal(Now, SigningKeyRules.NextOf(AppAlgorithm.Rs256, [first], Now));
        var then = Now + SigningKeyRules.Life - SigningKeyRules.Overlap;
        Assert.Null(SigningKeyRules.NextOf(AppAlgorithm.Es256, [first], then - TimeSpan.FromSeconds(1)));
        Assert.Equal(Now + SigningKeyRules.Life, SigningKeyRules.NextOf(AppAlgorithm.Es256, [first], then));

        SigningKeyDates ahead = new(AppAlgorithm.Es256, Now.AddYears(1), null);
        Assert.Equal(Now, SigningKeyRules.NextOf(AppAlgorithm.Es256, [ahead], Now));
        Assert.Null(SigningKeyRules.NextOf(AppAlgorithm.Es256, [ahead, first], Now));

        SigningKeyDates next = new(AppAlgorithm.Es256, Now + SigningKeyRules.Life, null);
        Assert.Null(SigningKeyRules.NextOf(AppAlgorithm.Es256, [first with { EndsAt = then }, next], then));
        Assert.Same(first, SigningKeyRules.Signing(AppAlgorithm.Es256, [first, next], key => key, then));
        Assert.Same(next, SigningKeyRules.Signing(AppAlgorithm.Es256, [first, next], key => key, Now + SigningKeyRules.Life));
        Assert.Null(SigningKeyRules.Signing(AppAlgorithm.Rs256, [first, next], key => key, then));
    }
}
