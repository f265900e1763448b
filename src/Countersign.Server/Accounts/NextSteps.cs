using Countersign.Core;

namespace Countersign.Server.Accounts;

/// <summary>What would make an account safer, or keep its person from being shut out.</summary>
public enum NextStep
{
    /// <summary>There are few recovery codes, or none.</summary>
    NewCodes,

    /// <summary>One method alone: a lost phone leaves nothing but the recovery codes.</summary>
    SecondMethod,

    /// <summary>Nobody knows whether the person still has the recovery codes.</summary>
    CheckCodes,

    /// <summary>An API key that nothing has used for a year.</summary>
    UnusedKey,

    /// <summary>Somewhere is signed in that was not used for a week.</summary>
    OldSession,
}

/// <summary>The one thing that a person should do next, the most urgent first; never several, which nobody does.</summary>
public static class NextSteps
{
    private static readonly TimeSpan CodesAreFresh = TimeSpan.FromDays(180);
    private static readonly TimeSpan KeyIsUnused = TimeSpan.FromDays(365);
    private static readonly TimeSpan SessionIsOld = TimeSpan.FromDays(7);

    /// <summary>Null: there is nothing to do; or something is amiss that the page says by itself, which comes first.</summary>
    /// <param name="here">The session that asks.</param>
    /// <param name="mostMethods">How many methods an account may have.</param>
    public static NextStep? Of(SecuritySettings settings, SessionId? here, int mostMethods, DateTimeOffset now)
    {
        if (!settings.IsOn
            || settings is not { FrozenUntil: null, Deletion: null, MailBouncedAt: null, Factors: { SpentUntil: null } factors }
            || factors.Account is not { IsLegacy: false, IsEmailVerified: true })
            return null;

        if (factors.BackupCodesLeft <= BackupCode.Few) return NextStep.NewCodes;
        if (factors.Methods.Count == 1 && mostMethods > 1) return NextStep.SecondMethod;
        if (IsBefore(settings.CodesCheckedAt ?? settings.CodesMadeAt, now - CodesAreFresh)) return NextStep.CheckCodes;
        if (settings.Keys.Any(key => IsBefore(key.LastUsedAt ?? key.CreatedAt, now - KeyIsUnused))) return NextStep.UnusedKey;

        return settings.Sessions.Any(session => session.Id != here && IsBefore(session.LastSeenAt, now - SessionIsOld))
            ? NextStep.OldSession
            : null;
    }

    private static bool IsBefore(DateTimeOffset? at, DateTimeOffset limit) => at is { } then && then < limit;
}
