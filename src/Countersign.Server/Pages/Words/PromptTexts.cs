namespace Countersign.Server.Pages;

/// <summary>What the pages say where a second factor is asked for.</summary>
public abstract class PromptTexts(Texts all) : Sentences(all)
{
    public abstract string PromptTitle { get; }
    public abstract string CodeFromApp(MethodName app);
    public abstract string CodeFromText(string lastFour);
    public abstract string CodeFromCall(string lastFour);
    public abstract string CodeFromMail(string address);
    public abstract string CodeFromList { get; }
    public abstract string CodeLives(TimeSpan life);
    public abstract string Code { get; }
    public abstract string RecoveryCode { get; }
    public abstract string Verify { get; }
    public abstract string RememberBrowser { get; }
    public abstract string RememberHint { get; }
    public abstract string OtherWays { get; }
    public abstract string OtherAccount { get; }
    public abstract string ProveAgainTitle { get; }
    public abstract string ProveAgainLead { get; }
    public abstract string ProvePasskeyTitle { get; }
    public abstract string ProvePasskeyLead { get; }
    public abstract string AnotherPasskeyTitle { get; }
    public abstract string AnotherPasskeyLead { get; }

    public abstract string WayApp(MethodName app);
    public abstract string WayText(MethodName? phone, string lastFour);
    public abstract string WayMail(string address);
    public abstract string WayRecovery(int left);
    public abstract string WayPasskey { get; }
    public abstract string PasskeyLead { get; }
    public abstract string UsePasskey { get; }
    public abstract string PasskeyNeedsScript { get; }
    public abstract string PasskeyCannot { get; }
    public abstract string PasskeyStopped { get; }
    public abstract string WayLocked(DateTimeOffset until);

    public abstract string SendLead { get; }
    public abstract string SendText(string lastFour);
    public abstract string SendMail(string address);
    public abstract string SendCodeAgain { get; }
    public abstract string ResendIn(int seconds);
    public abstract string ResendInScript { get; }
    public abstract string CodesLeft(int left);
    public abstract string MakeNewCodes { get; }

    public abstract string LockedLead(DateTimeOffset until);
    public abstract string LockedStillOpen { get; }
    public abstract string LockedNothingOpen { get; }
    public abstract string NoWay { get; }
    public abstract string BudgetHint { get; }

    /// <summary>Why e-mail is not offered, because the password was set by mail.</summary>
    /// <param name="until">Far away: only another way ends it.</param>
    public abstract string MailWaits(DateTimeOffset until);
}
