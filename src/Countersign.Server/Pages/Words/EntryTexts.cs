namespace Countersign.Server.Pages;

/// <summary>What the pages say to somebody who is not signed in yet.</summary>
public abstract class EntryTexts(Texts all) : Sentences(all)
{
    public abstract string SignInTitle { get; }
    public abstract string Name { get; }
    public abstract string Password { get; }
    public abstract string ForgotLink { get; }
    public abstract string NoAccountYet { get; }
    public abstract string SignInByPasskey { get; }
    public abstract string SignUpLink { get; }

    public abstract string Phone { get; }

    public abstract string SignUpTitle { get; }
    public abstract string SignUpLead { get; }
    public abstract string SignUpClosedBody { get; }
    public abstract string Email { get; }
    public abstract string Username { get; }
    public abstract string UsernameHint { get; }
    public abstract string NewPassword { get; }
    public abstract string PasswordHint { get; }
    public abstract string CreateAccount { get; }
    public abstract string HaveAccount { get; }

    /// <summary>Said with every wrong password: nobody may learn from it whether there is an account that waits.</summary>
    public abstract string ConfirmFirst { get; }

    public abstract string SentTitle { get; }
    public abstract string SentBody(string email);
    public abstract string SentBodyWithCode(string email);
    public abstract string SendVerifyLead { get; }
    public abstract string SentNothing { get; }
    public abstract string SendAgain { get; }
    public abstract string MailedCode { get; }
    public abstract string ConfirmAddress { get; }
    public abstract string VerifyTitle { get; }
    public abstract string VerifyBody(string email);
    public abstract string VerifySignUp(string email, string username);

    public abstract string ForgotTitle { get; }
    public abstract string ForgotLead { get; }
    public abstract string SendLink { get; }
    public abstract string ForgotSent { get; }
    public abstract string ForgotNothing { get; }
    public abstract string AskAgain { get; }
    public abstract string BackToSignIn { get; }

    public abstract string ResetTitle { get; }
    public abstract string ResetLead(string email);
    public abstract string SetPassword { get; }

    /// <summary>For whoever is kept out by what others have tried, and knows the password.</summary>
    public abstract string KeepTitle { get; }
    public abstract string KeepLead { get; }
    public abstract string KeepPress { get; }
    public abstract string KeptTooOften { get; }
    public abstract string TriedByOthers { get; }
    public abstract string DisableTitle { get; }
    public abstract string DisableLead { get; }
    public abstract string DisablePress { get; }
    public abstract string DisableNotYou { get; }
    public abstract string ConfirmFactorTitle { get; }
    public abstract string ConfirmFactorLead { get; }
    public abstract string ConfirmFactorPress { get; }
    public abstract string ConfirmFactorNotYou { get; }
    public abstract string ConfirmFactorOver { get; }
    public abstract string ConfirmFactorWhy(string email);
    public abstract string NotMeTitle { get; }
    public abstract string NotMeLead { get; }
    public abstract string NotMeFactorLead { get; }
    public abstract string NotMeWaitLead { get; }
    public abstract string NotMePress { get; }
    public abstract string NotMeWasYou { get; }
    public abstract string NotMeOverBody { get; }
    public abstract string LinkOverTitle { get; }
    public abstract string LinkOverBody { get; }
}
