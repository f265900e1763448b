using Countersign.Core;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class SaidEnglish(Texts all) : SaidTexts(all)
{
    public override string Of(Said said) => said switch
    {
        Said.PasswordToChoose =>
            "Your e-mail address is confirmed. Several people signed up with it, so none of their passwords holds: choose one now. The " +
            "link that we have just e-mailed leads here too.",
        Said.EmailConfirmed => "Your e-mail address is confirmed. Sign in to go on.",
        Said.NamedAnew =>
            "Your e-mail address is confirmed. Somebody else has taken the user name you chose, so yours has got a number: sign in with " +
            "your e-mail address, and your account shows you the name.",
        Said.AddressConfirmed => "Your e-mail address is confirmed.",
        Said.ConfirmLinkOver =>
            "That link does not work any more. If you opened it before, your address may be confirmed already: just sign in. Otherwise " +
            "have a new link sent.",
        Said.TooManyTries => "Too many tries. Open the link in the e-mail instead, or wait a quarter of an hour.",
        Said.SessionOver => "Your session has ended. Sign in to go on.",
        Said.MailSent => "If that address waits for confirmation, a new e-mail is on its way.",
        Said.SignedOut => "You are signed out.",
        Said.SignInOver => "That sign-in is over: it took longer than 10 minutes, or was already finished. Sign in again.",
        Said.PasswordReset => "Your new password is set. Sign in with it.",
        Said.PlaceLetIn => "You can sign in from here now. Use the password that you have.",
        Said.PasswordChanged => "Your password is changed. All other sessions were ended.",
        Said.LinkOver => "That link or code does not work any more. Ask for a new one.",
        Said.CodeSent => "The code is on its way.",
        Said.BeingCalled => "You are being called. The code is read out slowly, and twice.",
        Said.NotACode => "That isn't a code: a code has six digits. It was not counted as a try.",
        Said.NotARecoveryCode =>
            "That isn't a recovery code: one has twelve letters and digits, like XXXX-XXXX-XXXX. It was not counted as a try.",
        Said.CodeWrong => "That code is not right. Check it and try again.",
        Said.CodeUsed => "That code was already used. Wait for the next one in your app.",
        Said.CodeSpent => "That code was already used or typed before, or is older than one that was. Wait for the next one in your app.",
        Said.CodePassed =>
            "That code fits, but a code of a later time was taken before: the clock of your phone or of this service was ahead. Wait a " +
            "few minutes and try again. If that does not help, use another way and tell the people who run this service.",
        Said.CodeExpired => "That code has expired. Have a new one sent.",
        Said.ClockOff =>
            "The clock of your phone is off, so its codes do not fit. Set date and time to automatic on the phone, and use a code that " +
            "the app shows after that.",
        Said.Locked => "There were too many wrong codes; this way is locked for a while.",
        Said.RecoveryCodeWrong =>
            "That recovery code is not valid. Each works once, and only those of your newest set work. Check it, or take another one.",
        Said.NotSent => "No code was sent that way yet, or a newer one went another way. Have one sent first.",
        Said.CannotSend =>
            "We cannot send messages just now; your address or number is not to blame. Use another way, or try again later.",
        Said.NotDelivered => "The message could not be delivered. Use another way.",
        Said.TooOften =>
            "Too many messages were sent. Wait a while, or use another way or a recovery code. If you have neither, ask whoever runs " +
            "this service.",
        Said.WaitALittle => "A code was sent there a moment ago. Use it, or wait half a minute.",
        Said.NotAccepted => "That way is not accepted here. Use another one.",
        Said.Unreadable => "This app cannot be checked now. Use another way, and tell the people who run this service.",
        Said.MethodAdded => "Done: the new method is active.",
        Said.MethodReplaced => "Done: the new device is active and the old one is gone. All other sessions were ended.",
        Said.TooManyMethods => All.Refusals.Of(Refusal.TooManyMethods),
        Said.MethodRenamed => "The name is changed.",
        Said.MethodRemoved => "The method is removed. All other sessions were ended.",
        Said.MadePrimary => "You are asked for this method first from now on.",
        Said.TurnedOffByLink =>
            "Two-factor authentication is off. All methods, recovery codes and sessions of your account are gone. Sign in with your " +
            "password, and turn it on again soon.",
        Said.LinkSent => "A link is on its way to your mailbox. It works for 15 minutes.",
        Said.FactorConfirmed => "Two-factor authentication is on. Sign in with your password and a code.",
        Said.FactorVouched => "Confirmed: your second factor counts for everything now.",
        Said.MailWaits =>
            "Your password was set by e-mail, so codes by e-mail don't count yet. Use another way, or wait: the page for your code says " +
                "until when.",
        Said.ObjectedToFactor =>
            "Stopped: everybody is signed out, and your password, second factors and API keys can't be changed for a week. Now set a new " +
            "password by e-mail: from then on a second factor that was not yours opens nothing. Codes by e-mail let you in after the wait that " +
            "you are told of, and then you can remove it.",
        Said.WaitsAnew =>
            "Done: the wait has begun anew, and codes by e-mail open nothing before it is over. If the account is yours, set a new password " +
            "by e-mail now.",
        Said.Objected =>
            "Stopped: everybody is signed out, your password opens nothing any more, and second factors and API keys can't be changed for " +
            "up to a week. Now set a new password by e-mail, then sign in with it and, if you have one, your second factor.",
        Said.TurnedOff => "Two-factor authentication is off, and your recovery codes are void.",
        Said.LabelBad => "A name has 1 to 30 characters.",
        Said.CodesKept => "Good. Keep the recovery codes where you find them without your phone.",
        Said.CodesShownOnce => "Recovery codes are shown only once. If you have not kept them, make new ones here.",
        Said.CodeGood => "That recovery code is good. It was not used up.",
        Said.SessionEnded => "The session is ended.",
        Said.OthersSignedOut => "All other sessions are ended, and every remembered browser is forgotten.",
        Said.RemindersOn => "Reminders by e-mail are on.",
        Said.RemindersOff => "Reminders by e-mail are off.",
        Said.BrowserForgotten => "The browser is forgotten. It needs a code at the next sign-in.",
        Said.KeyDeleted => "The API key is deleted. Nothing can use it any more.",
        Said.Frozen => "Done. Your password, second factors and API keys cannot be changed now, and all other sessions are ended.",
        Said.ChangesFrozen =>
            "Your password, second factors and API keys cannot be changed now, because you said that something was not you. To lift " +
            "that, set a new password by e-mail and sign in with it.",
        Said.CodesFirst => "Make recovery codes first: then your phone is a method, and you can add others.",
        Said.BeginAgain => "That step is over. Begin again; nothing was changed.",
        Said.NothingThere => "That is not there any more.",
        Said.LastMethod => "Two-factor authentication is required here, and this is your last method. Add another one first.",
        Said.AccountUnlocked => "Done: the account has no locks and no counted failures any more.",
        Said.FactorsReset => "Done: the second factors are gone and all sessions are ended. The person is told by e-mail.",
        Said.FactorsResetUntold =>
            "Done: the second factors are gone and all sessions are ended. No notice could go out, because the address is not confirmed: " +
            "tell the person yourself.",
        Said.AccountDisabled => "Done: the account is disabled and all its sessions are ended.",
        Said.AccountEnabled => "Done: the account is open again.",
        Said.AccountChanged => "The account had changed since you opened that page, so nothing was done. This is how it is now.",
        Said.AlreadyDisabled => "This account is already disabled.",
        Said.NotDisabled => "This account is not disabled.",
        Said.NothingToReset => "This account has no second factors that could be reset.",
        Said.LastAdmin => "This is the last admin. Make another one first, with account grant-admin at the server's shell.",
        Said.OwnAccount => "This is your own account; you change its second factors here.",
        Said.RequirementOrdered => "Done: two-factor authentication is required from the date below on. People are being told.",
        Said.RequirementCalledOff => "Done: two-factor authentication is not required any more.",
        Said.AlreadyRequired => "It is already required. Nothing was changed.",
        Said.NotRequired => "It isn't required at the moment. Nothing was changed.",
        Said.RangeAllowed => "Done: numbers of this range get text messages now.",
        Said.RangeEnded => "Done: new numbers of this range are refused again.",
        Said.HookTested => "A test is on its way. Load this page again in a moment to see how it went.",
        Said.HookReplayed => "Done: it's sent once more, under the same name.",
        Said.HookEnabled => "Done: what waits for this webhook is sent now.",
        Said.AppChanged => "Done: this holds from now on.",
        Said.AppRemoved => "Done: nobody can sign in to this application any more.",
        Said.HookRemoved => "Done: this webhook is told nothing more.",
        Said.PasskeyMissing => "Your browser gave no answer of a passkey. Try again, or use another way.",
        Said.PasskeyRefused => "That passkey was not accepted here. Use another one, or another way.",
        Said.PasskeyOver => "That took more than five minutes, or was answered before. Try once more.",
        Said.PasskeyNotAdded => "No passkey was added: your browser made none for this site. Try again, or choose something else.",
        Said.PasskeyTaken => "This passkey is in use already.",
        Said.BudgetLifted => "Done: this budget is empty and counts from the beginning.",
        Said.OwnLastAdmin =>
            "You are the last admin of this service, so your account cannot be deleted. Have somebody else made an admin first.",
        Said.DeletionBegun => "Done: your account is going to be deleted. You can call it off here until then.",
        Said.DeletionWaits => "Your account is going to be deleted already. You can call it off here.",
        Said.DeletionCalledOff => "Done: your account stays.",
        Said.AccountDeleted => "Your account is deleted.",
        Said.OwnFactorUnconfirmed => "Confirm your own second factor by e-mail first: it was set up with your password alone.",
        Said.OwnChangesFrozen =>
            "You said that something on your own account was not you. To act on other accounts again, set a new " +
            "password by e-mail and sign in with it.",
    };
}
