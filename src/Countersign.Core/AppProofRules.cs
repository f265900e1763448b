namespace Countersign.Core;

/// <summary>What a session has proven.</summary>
/// <param name="SignedInAt">When the password was given.</param>
/// <param name="HasFactor">Whether the account has a second factor.</param>
/// <param name="FactorAt">When the second factor was proven; null: it was not.</param>
/// <param name="FactorBy">By what it was proven; null: it was not, or nobody wrote that down.</param>
public sealed record AppProof(DateTimeOffset SignedInAt, bool HasFactor, DateTimeOffset? FactorAt, ProofKind? FactorBy = null)
{
    /// <summary>
    /// What it amounts to. A remembered browser brings a factor that is as old as it is; that it was a passkey once makes no more of it.
    /// </summary>
    public AppLevel Level => FactorAt is not { } at ? AppLevel.Password
        : FactorBy is ProofKind.Passkey && at >= SignedInAt ? AppLevel.PhishingResistant
        : AppLevel.SecondFactor;

    /// <summary>When that was proven (OpenID Connect Core §2, <c>auth_time</c>).</summary>
    public DateTimeOffset At => FactorAt ?? SignedInAt;
}

/// <summary>What an application demands of this sign-in.</summary>
/// <param name="Level">The least level.</param>
/// <param name="FreshFor">How old the proof may be (<c>max_age</c>, and what its operator said); null: as old as the session.</param>
/// <param name="IsAnew">Whether something is to be proven after the application asked, whatever was before (<c>prompt=login</c>).</param>
/// <param name="AskedAt">When it asked, if that was noted; what is proven since then is fresh.</param>
public sealed record AppDemand(AppLevel Level, TimeSpan? FreshFor, bool IsAnew, DateTimeOffset? AskedAt);

/// <summary>What is to happen before an application hears who somebody is.</summary>
public enum AppStep
{
    /// <summary>Nothing: it may hear.</summary>
    Enter,

    /// <summary>The second factor is proven once more.</summary>
    ProveFactor,

    /// <summary>The account has no second factor, and gets one first.</summary>
    AddFactor,

    /// <summary>They sign in once more: the account has nothing but its password.</summary>
    SignInAgain,

    /// <summary>A passkey is used.</summary>
    ProvePasskey,

    /// <summary>The account has no passkey for this site, and gets one first.</summary>
    AddPasskey,

    /// <summary>A passkey is demanded, and this server has none.</summary>
    Impossible,
}

/// <summary>Which proof is enough for which demand. Pure.</summary>
public static class AppProofRules
{
    /// <summary>A sign-in by password (<c>acr</c>).</summary>
    public const string PasswordAcr = "urn:countersign:password";

    /// <summary>A sign-in by password and second factor (<c>acr</c>).</summary>
    public const string SecondFactorAcr = "urn:countersign:second-factor";

    /// <summary>A sign-in by a passkey, alone or beside the password (<c>acr</c>).</summary>
    public const string PhishingResistantAcr = "urn:countersign:phishing-resistant";

    /// <summary>A code that came by mail (<c>amr</c>).</summary>
    public const string EmailAmr = "urn:countersign:email";

    /// <summary>A recovery code (<c>amr</c>).</summary>
    public const string BackupCodeAmr = "urn:countersign:recovery-code";

    /// <summary>What is to happen first.</summary>
    public static AppStep Judge(AppProof proof, AppDemand demand, DateTimeOffset now)
    {
        if (demand.Level is AppLevel.PhishingResistant)
            return proof.Level is AppLevel.PhishingResistant && IsFresh(proof, demand, now) ? AppStep.Enter : AppStep.ProvePasskey;
        if (demand.Level is AppLevel.SecondFactor && !proof.HasFactor) return AppStep.AddFactor;
        if (demand.Level is AppLevel.SecondFactor && proof.Level is AppLevel.Password) return AppStep.ProveFactor;

        return IsFresh(proof, demand, now) ? AppStep.Enter : proof.HasFactor ? AppStep.ProveFactor : AppStep.SignInAgain;
    }

    /// <summary>
    /// The level that an application asks for: the least of those that will do for it (OpenID Connect Core §3.1.2.1, <c>acr_values</c>).
    /// </summary>
    /// <param name="least">What its operator said; it may ask for more, and for no less.</param>
    public static AppLevel LevelOf(IReadOnlyList<string> acrValues, AppLevel least)
    {
        var asked = Enum.GetValues<AppLevel>().Where(level => acrValues.Contains(AcrOf(level))).DefaultIfEmpty(least).Min();
        return asked > least ? asked : least;
    }

    /// <summary>The shorter of two ages.</summary>
    public static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) =>
        one is { } a && other is { } b ? (a < b ? a : b) : one ?? other;

    /// <summary>The word of a level (<c>acr</c>).</summary>
    public static string AcrOf(AppLevel level) => level switch
    {
        AppLevel.Password => PasswordAcr,
        AppLevel.SecondFactor => SecondFactorAcr,
        AppLevel.PhishingResistant => PhishingResistantAcr,
    };

    /// <summary>
    /// How it was proven (RFC 8176 §2). A code by mail and a recovery code are good once as an app's is, but are less than that; the
    /// standard has no words for them, so they have some of ours beside it.
    /// </summary>
    public static IReadOnlyList<string> AmrOf(AppProof proof) => proof.Level switch
    {
        AppLevel.Password => ["pwd"],
        // A passkey may have stood for the password too: that one was given is not said of it.
        AppLevel.PhishingResistant => [.. MethodsOf(ProofKind.Passkey), "mfa"],
        AppLevel.SecondFactor => ["pwd", .. proof.FactorBy is { } factor ? MethodsOf(factor) : [], "mfa"],
    };

    private static IReadOnlyList<string> MethodsOf(ProofKind factor) => factor switch
    {
        ProofKind.Totp => ["otp"],
        ProofKind.Sms => ["sms"],
        ProofKind.Email => ["otp", EmailAmr],
        ProofKind.BackupCode => ["otp", BackupCodeAmr],
        ProofKind.Passkey => ["pop", "user"],
    };

    // Where it is noted when the application asked, what was proven since then is fresh: else nobody could be fast enough for max_age=1.
    private static bool IsFresh(AppProof proof, AppDemand demand, DateTimeOffset now) =>
        (demand.AskedAt is { } asked && proof.At >= asked)
        || (!demand.IsAnew && (demand.FreshFor is not { } fresh || proof.At + fresh >= now));
}
