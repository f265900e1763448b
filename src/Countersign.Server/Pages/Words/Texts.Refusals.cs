using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages;

/// <summary>Why something a person typed is not taken.</summary>
public sealed partial class Texts
{
    /// <summary>A refusal of what was typed into a form, next to its field.</summary>
    public string Of(Refused refused) => refused switch
    {
        { Why: Refusal.PasswordTooWeak, Password: { } weak } => Of(weak),
        { Why: Refusal.TryLater, RetryAt: { } at } => Say($"Too many tries. Wait {Until(at)} and try again.", $"Zu viele Versuche. Warten Sie {Until(at)} und versuchen Sie es wieder."),
        { Why: Refusal.TooEarly, RetryAt: { } from } => Say($"That link does not work yet. Open it again in {Until(from)}.", $"Dieser Link gilt noch nicht. Öffnen Sie ihn wieder in {Until(from)}."),
        _ => Of(refused.Why),
    };

    private string Of(PasswordRefusal weak) => weak switch
    {
        PasswordRefusal.TooShort => Say("Choose a password of at least 8 characters.", "Wählen Sie ein Passwort mit mindestens 8 Zeichen."),
        PasswordRefusal.TooLong => Say("Choose a password of at most 128 characters.", "Wählen Sie ein Passwort mit höchstens 128 Zeichen."),
        PasswordRefusal.NotText => Say("That password contains something that is not a character. Choose another one.", "Dieses Passwort enthält etwas, das kein Zeichen ist. Wählen Sie ein anderes."),
        PasswordRefusal.Common => Say("That is one of the most common passwords and would be guessed at once. Choose another one.", "Das ist eines der häufigsten Passwörter und wäre sofort erraten. Wählen Sie ein anderes."),
        PasswordRefusal.Personal => Say("That is mostly your own name or address, or the name of this service. Choose another one.", "Das ist fast nur Ihr eigener Name, Ihre Adresse oder der Name dieses Dienstes. Wählen Sie ein anderes."),
    };

    private string Of(Refusal why) => why switch
    {
        Refusal.WrongPassword => Say("The name or the password is wrong. Check both and try again.", "Name oder Passwort stimmt nicht. Prüfen Sie beides und versuchen Sie es noch einmal."),
        Refusal.PasswordTooWeak => Say("That password is too easy to guess. Choose a longer one.", "Dieses Passwort ist zu leicht zu erraten. Wählen Sie ein längeres."),
        Refusal.TryLater => Say("Too many tries. Wait a little and try again.", "Zu viele Versuche. Warten Sie etwas und versuchen Sie es wieder."),
        Refusal.SignUpClosed => SignUpClosedBody,
        Refusal.NameTaken => Say("That user name is taken. Choose another one.", "Dieser Benutzername ist vergeben. Wählen Sie einen anderen."),
        Refusal.InvalidEmail => Say("That is no e-mail address. It looks like name@example.org.", "Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.org."),
        Refusal.InvalidUsername => Say("A user name has 3 to 40 letters, digits, dots, dashes or underscores, and begins with a letter or digit.", "Ein Benutzername hat 3 bis 40 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche und beginnt mit einem Buchstaben oder einer Ziffer."),
        Refusal.NoPhoneNumber or Refusal.InvalidPhoneNumber => Say("That is no number that can receive text messages. Check the country and the digits.", "An diese Nummer kann keine SMS gehen. Prüfen Sie Land und Ziffern."),
        Refusal.BlockedPhoneNumber => Say("We do not send text messages to numbers of that kind or country. Use another number, or an app.", "An Nummern dieser Art oder dieses Landes senden wir keine SMS. Nehmen Sie eine andere Nummer oder eine App."),
        Refusal.PhoneOnTooManyAccounts => Say("That number is in use on too many accounts. Use another one.", "Diese Nummer gehört schon zu zu vielen Konten. Nehmen Sie eine andere."),
        Refusal.DuplicateMethod => Say("That is one of your methods already.", "Das ist schon eine Ihrer Methoden."),
        Refusal.TooManyMethods => Say("You have as many methods as an account may have. Remove one first.", "Sie haben so viele Methoden, wie ein Konto haben darf. Entfernen Sie erst eine."),
        Refusal.TooManyKeys => Say("You have as many API keys as an account may have. Delete one first.", "Sie haben so viele API-Schlüssel, wie ein Konto haben darf. Löschen Sie erst einen."),
        Refusal.WrongFirstCode => Of(Said.CodeWrong),
        Refusal.InvalidLabel => Say("That name is too long.", "Dieser Name ist zu lang."),
        Refusal.SentTooRecently or Refusal.ResentTooSoon => Of(Said.WaitALittle),
        Refusal.SentTooOften => Of(Said.TooOften),
        Refusal.NotDelivered => Of(Said.NotDelivered),
        Refusal.InvalidLink => Of(Said.LinkOver),
        Refusal.DisableByLinkOff => Say("Two-factor authentication is not turned off by mail here. Ask whoever runs this server.", "Die Zwei-Faktor-Anmeldung wird hier nicht per E-Mail ausgeschaltet. Fragen Sie, wer diesen Server betreibt."),
        Refusal.SecondFactorRequired => Say("This server requires two-factor authentication. Ask whoever runs it to reset yours.", "Dieser Server verlangt die Zwei-Faktor-Anmeldung. Fragen Sie, wer ihn betreibt, Ihre zurückzusetzen."),
        Refusal.NoSuchMethod => Say("Two-factor authentication is not on.", "Die Zwei-Faktor-Anmeldung ist nicht eingeschaltet."),
        _ => Of(Said.BeginAgain), // an open list on purpose: whatever else a verb may refuse, the step is over and nothing changed
    };
}
