namespace Countersign.Server.Pages;

/// <summary>What is said about what was just done.</summary>
public abstract class SaidTexts(Texts all) : Sentences(all)
{
    /// <summary>The sentence.</summary>
    public abstract string Of(Said said);

    /// <summary>Whether it is about a code that was typed and not taken.</summary>
    public static bool IsAboutCode(Said said) =>
        said is Said.NotACode or Said.NotARecoveryCode or Said.CodeWrong
            or Said.CodeUsed or Said.CodeSpent or Said.CodePassed or Said.CodeExpired or Said.ClockOff or Said.RecoveryCodeWrong;

    /// <summary>Whether it is good news, for the colour and for how a screen reader says it.</summary>
    public static bool IsGood(Said said) => said is
        Said.EmailConfirmed or Said.NamedAnew or Said.PasswordToChoose or Said.AddressConfirmed or Said.SessionOver
            or Said.MailSent or Said.SignedOut or Said.PasswordReset or Said.PlaceLetIn
            or Said.PasswordChanged or Said.CodeSent or Said.BeingCalled or Said.MethodAdded
        or Said.MethodReplaced or Said.MethodRenamed
            or Said.MethodRemoved or Said.MadePrimary or Said.TurnedOff or Said.TurnedOffByLink or Said.CodesKept or Said.CodeGood
        or Said.SessionEnded or Said.OthersSignedOut
            or Said.BrowserForgotten or Said.RemindersOn or Said.RemindersOff
                or Said.RequirementOrdered or Said.RequirementCalledOff or Said.RangeAllowed or Said.RangeEnded or Said.BudgetLifted
                or Said.KeyDeleted
                or Said.Frozen or Said.Objected or Said.ObjectedToFactor or Said.WaitsAnew
        or Said.LinkSent or Said.FactorConfirmed or Said.FactorVouched
        or Said.AccountUnlocked or Said.FactorsReset or Said.FactorsResetUntold or Said.AccountDisabled or Said.AccountEnabled
        or Said.DeletionBegun or Said.DeletionCalledOff or Said.AccountDeleted
        or Said.HookTested or Said.HookReplayed or Said.HookEnabled or Said.HookRemoved or Said.AppRemoved or Said.AppChanged;
}
