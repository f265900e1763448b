using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class RefusalsEnglish(Texts all) : RefusalsTexts(all)
{
    public override string Of(Refused refused) => refused switch
    {
        { Why: Refusal.PasswordTooWeak, Password: { } weak } => Of(weak),
        { Why: Refusal.TryLater, RetryAt: { } at } => $"Too many tries. Wait {Until(at)} and try again.",
        { Why: Refusal.TooManyWaiting, RetryAt: { } over } =>
            $"Somebody else has your password: many sign-ins with it wait for a second factor. Set a new password by \"Forgot your " +
                $"password?\", sign in from where you have signed in lately, or wait {Until(over)}.",
        { Why: Refusal.SentTooOften, RetryAt: { } room } =>
            $"Too many messages were sent. Wait {Until(room)}, or use another way or a recovery code. If you have neither, ask whoever " +
                "runs this service.",
        { Why: Refusal.TooEarly, RetryAt: { } from } => $"That link does not work yet. Open it again in {Until(from)}.",
        { Why: Refusal.InvalidPhoneNumber, Number.Correction: { } meant } =>
            $"That isn't a phone number as it is written. Leave out the {meant.LeaveOut}, and it is one: " +
                $"{NumberingPlans.Spaced(meant.Number)}",
        { Why: Refusal.InvalidPhoneNumber, Number.Unassigned: not null } =>
            "No numbers that begin so are known here. Check the country and the digits. If the number is right, tell the people who " +
                "run this service, or use an app.",
        _ => Of(refused.Why),
    };

    public override string Of(PasswordRefusal weak) => weak switch
    {
        PasswordRefusal.TooShort => "Choose a password of at least 8 characters.",
        PasswordRefusal.TooLong => "Choose a password of at most 128 characters.",
        PasswordRefusal.NotText => "That password contains something that nobody can type. Choose another one.",
        PasswordRefusal.Common => "That is one of the most common passwords and would be guessed at once. Choose another one.",
        PasswordRefusal.Breached => "That password is known from a breach elsewhere, and attackers try it. Choose another one.",
        PasswordRefusal.KnownToOthers =>
            "This account had that password lately, and somebody else may know it. Choose one that it never had.",
        PasswordRefusal.Personal => "That is mostly your own name or address, or the name of this service. Choose another one.",
    };

    public override string Of(Refusal why) => why switch
    {
        Refusal.WrongPassword => "The name or the password is wrong. Check both and try again.",
        Refusal.PasswordTooWeak => "That password is too easy to guess. Choose a longer one.",
        Refusal.TryLater => "Too many tries. Wait a while and try again.",
        Refusal.SignUpClosed => All.Entry.SignUpClosedBody,
        Refusal.NameTaken => "That user name is taken. Choose another one.",
        Refusal.InvalidEmail => "That isn't a valid e-mail address. It looks like name@example.org.",
        Refusal.EmailInOtherScript =>
            "Our mail server takes no address with letters of other scripts before the @. Give one that has only letters from a to z " +
                "there.",
        Refusal.InvalidUsername =>
            "A user name has 1 to 40 letters, digits, dots, dashes or underscores, and begins with a letter or digit.",
        Refusal.NoPhoneNumber or Refusal.InvalidPhoneNumber => "That number can't receive text messages. Check the country and the digits.",
        Refusal.BlockedPhoneNumber => "We do not send text messages to numbers of that kind or country. Use another number, or an app.",
        Refusal.PhoneOnTooManyAccounts => "That number is in use on too many accounts. Use another one.",
        Refusal.DuplicateMethod => "That is one of your methods already.",
        Refusal.TooManyMethods => "You have as many methods as an account can have. Remove one first.",
        Refusal.BeyondOwnRights => "A key can make only keys that may do no more than it may itself.",
        Refusal.TooManyKeys => "You have as many API keys as an account can have. Delete one first.",
        Refusal.ChangesFrozen => All.Said.Of(Said.ChangesFrozen),
        Refusal.NotACode => All.Said.Of(Said.NotACode),
        Refusal.WrongFirstCode => All.Said.Of(Said.CodeWrong),
        Refusal.InvalidLabel => "That name is too long.",
        Refusal.SentTooRecently or Refusal.ResentTooSoon => All.Said.Of(Said.WaitALittle),
        Refusal.SentTooOften => All.Said.Of(Said.TooOften),
        Refusal.CannotSend => All.Said.Of(Said.CannotSend),
        Refusal.NotDelivered => All.Said.Of(Said.NotDelivered),
        Refusal.InvalidLink => All.Said.Of(Said.LinkOver),
        Refusal.DisableByLinkOff => "Two-factor authentication is not turned off by e-mail here. Ask whoever runs this server.",
        Refusal.SecondFactorRequired => "This server requires two-factor authentication. Ask whoever runs it to reset yours.",
        Refusal.NoSuchMethod => "Two-factor authentication is not on.",
        _ => All.Said.Of(Said.BeginAgain), // an open list on purpose: whatever else a verb may refuse, the step is over and nothing changed
    };
}
