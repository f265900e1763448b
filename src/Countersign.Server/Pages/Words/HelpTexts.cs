namespace Countersign.Server.Pages;

/// <summary>What a person can do whose code does not come, or is not taken.</summary>
public abstract class HelpTexts(Texts all) : Sentences(all)
{
    public abstract string Title { get; }
    public abstract string StillNothing { get; }
    public abstract string AskOperator { get; }

    public abstract string AppChanges { get; }
    public abstract string AppClock { get; }
    public abstract string AppAccount(string issuer, string email);

    public abstract string TextSignal { get; }
    public abstract string TextBlocked { get; }
    public abstract string TextNumber { get; }

    public abstract string MailSpam { get; }
    public abstract string MailNewest { get; }
    public abstract string MailAddress { get; }

    public abstract string PasskeyDevice { get; }
    public abstract string PasskeyBrowser { get; }

    public abstract string RecoveryForm { get; }
    public abstract string RecoveryOnce { get; }
    public abstract string RecoveryNewest { get; }
}
