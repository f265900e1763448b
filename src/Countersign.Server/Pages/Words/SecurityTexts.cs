using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <summary>What the security settings say.</summary>
public abstract class SecurityTexts(Texts all) : Sentences(all)
{
    public abstract string SecurityTitle { get; }
    public abstract string StateOn { get; }
    public abstract string StateOff { get; }
    public abstract string StateOnBody(int methods, int codes);
    public abstract string StateOffBody { get; }
    public abstract string TurnOn { get; }
    public abstract string GoOnTurningOn { get; }
    public abstract string SecondMethodNudge { get; }
    public abstract string NextStepTitle { get; }
    public abstract string Advice(NextStep step);
    public abstract string ButtonOf(NextStep step);
    public abstract string AddressUnconfirmed(string email);
    public abstract string MailBounced(string email, DateTimeOffset at);
    public abstract string ConfirmAgain { get; }
    public abstract string LegacyBanner { get; }
    public abstract string FrozenBanner(DateTimeOffset until);
    public abstract string SpentBanner(DateTimeOffset until);
    public abstract string FrozenWhatNow { get; }

    public abstract string RemindersTitle { get; }
    public abstract string RemindersAreOn { get; }
    public abstract string RemindersAreOff { get; }
    public abstract string RemindersTurnOff { get; }
    public abstract string RemindersTurnOn { get; }

    public abstract string MethodsTitle { get; }
    public abstract string AddMethod { get; }
    public abstract string Primary { get; }
    public abstract string PasskeySynced { get; }
    public abstract string PasskeyBound { get; }
    public abstract string PasskeyElsewhere(string site);
    public abstract string KindOf(Method method);
    public abstract string Added { get; }
    public abstract string LastUsed { get; }
    public abstract string Change { get; }
    public abstract string Label { get; }
    public abstract string Rename { get; }
    public abstract string MakePrimary { get; }
    public abstract string Replace { get; }
    public abstract string Remove { get; }
    public abstract string RemoveEllipsis { get; }
    public abstract string RemoveTitle(MethodName method);
    public abstract string RemoveLead { get; }
    public abstract string RemoveLastLead { get; }

    public abstract string SignInAs(string username, string address);
    public abstract string ChangePassword { get; }
    public abstract string ChangePasswordLead { get; }
    public abstract string OldPassword { get; }
    public abstract string WrongOldPassword { get; }

    public abstract string SessionsTitle { get; }
    public abstract string SignOutElsewhere { get; }
    public abstract string ThisSession { get; }
    public abstract string SignedIn { get; }
    public abstract string LastSeen { get; }
    public abstract string EndSession { get; }
    public abstract string BrowsersTitle { get; }
    public abstract string NoBrowsers { get; }
    public abstract string RememberedUntil { get; }
    public abstract string Forget { get; }

    /// <summary>A session's device in words.</summary>
    public abstract string DeviceOf(Session session);

    /// <summary>A browser in words.</summary>
    public abstract string BrowserOf(string userAgent);
}
