using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class RefusalsGerman(Texts all) : RefusalsTexts(all)
{
    public override string Of(Refused refused) => refused switch
    {
        { Why: Refusal.PasswordTooWeak, Password: { } weak } => Of(weak),
        { Why: Refusal.TryLater, RetryAt: { } at } => $"Zu viele Versuche. Warten Sie {Until(at)} und versuchen Sie es wieder.",
        { Why: Refusal.TooManyWaiting, RetryAt: { } over } =>
            $"Jemand anderes hat Ihr Passwort: Viele Anmeldungen damit warten auf den zweiten Faktor. Setzen Sie ein neues Passwort mit " +
                $"\"Passwort vergessen?\", melden Sie sich dort an, wo Sie es kürzlich getan haben, oder warten Sie {Until(over)}.",
        { Why: Refusal.SentTooOften, RetryAt: { } room } =>
            $"Es wurden zu viele Nachrichten geschickt. Warten Sie {Until(room)}, oder nehmen Sie einen anderen Weg oder einen " +
                "Wiederherstellungscode. Haben Sie nichts davon, fragen Sie die Betreiber.",
        { Why: Refusal.TooEarly, RetryAt: { } from } => $"Dieser Link gilt noch nicht. Öffnen Sie ihn wieder in {Until(from)}.",
        { Why: Refusal.InvalidPhoneNumber, Number.Correction: { } meant } =>
            $"So geschrieben ist das keine Rufnummer. Ohne die {meant.LeaveOut} ist es eine: {NumberingPlans.Spaced(meant.Number)}",
        { Why: Refusal.InvalidPhoneNumber, Number.Unassigned: not null } =>
            "Nummern, die so beginnen, sind hier nicht bekannt. Prüfen Sie Land und Ziffern. Stimmt die Nummer, sagen Sie den Betreibern " +
            "Bescheid, oder nehmen Sie eine App.",
        _ => Of(refused.Why),
    };

    public override string Of(PasswordRefusal weak) => weak switch
    {
        PasswordRefusal.TooShort => "Wählen Sie ein Passwort mit mindestens 8 Zeichen.",
        PasswordRefusal.TooLong => "Wählen Sie ein Passwort mit höchstens 128 Zeichen.",
        PasswordRefusal.NotText => "Dieses Passwort enthält etwas, das niemand tippen kann. Wählen Sie ein anderes.",
        PasswordRefusal.Common => "Das ist eines der häufigsten Passwörter und wäre sofort erraten. Wählen Sie ein anderes.",
        PasswordRefusal.KnownToOthers =>
            "Dieses Passwort hatte das Konto, als sein zweiter Faktor eingerichtet wurde. Wer das getan hat, kennt es, und das waren " +
            "vielleicht nicht Sie. Wählen Sie eines, das dieses Konto noch nie hatte.",
        PasswordRefusal.Breached =>
            "Dieses Passwort ist aus einem Datenleck anderswo bekannt und wird von Angreifern probiert. Wählen Sie ein anderes.",
        PasswordRefusal.Personal =>
            "Das ist fast nur Ihr eigener Name, Ihre Adresse oder der Name dieses Dienstes. Wählen Sie ein anderes.",
    };

    public override string Of(Refusal why) => why switch
    {
        Refusal.WrongPassword => "Name oder Passwort stimmt nicht. Prüfen Sie beides und versuchen Sie es noch einmal.",
        Refusal.PasswordTooWeak => "Dieses Passwort ist zu leicht zu erraten. Wählen Sie ein längeres.",
        Refusal.TryLater => "Zu viele Versuche. Warten Sie etwas und versuchen Sie es wieder.",
        Refusal.SignUpClosed => All.Entry.SignUpClosedBody,
        Refusal.NameTaken => "Dieser Benutzername ist vergeben. Wählen Sie einen anderen.",
        Refusal.InvalidEmail => "Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.org.",
        Refusal.EmailInOtherScript =>
            "Unser Mailserver nimmt keine Adresse an, in der vor dem @ Buchstaben anderer Schriften stehen. Geben Sie eine an, die dort " +
                "nur " +
            "Buchstaben von a bis z hat.",
        Refusal.InvalidUsername =>
            "Ein Benutzername hat 1 bis 40 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche und beginnt mit einem Buchstaben oder " +
            "einer Ziffer.",
        Refusal.NoPhoneNumber or Refusal.InvalidPhoneNumber => "An diese Nummer kann keine SMS gehen. Prüfen Sie Land und Ziffern.",
        Refusal.BlockedPhoneNumber =>
            "An Nummern dieser Art oder dieses Landes senden wir keine SMS. Nehmen Sie eine andere Nummer oder eine App.",
        Refusal.PhoneOnTooManyAccounts => "Diese Nummer gehört schon zu zu vielen Konten. Nehmen Sie eine andere.",
        Refusal.DuplicateMethod => "Das ist schon eine Ihrer Methoden.",
        Refusal.TooManyMethods => "Sie haben so viele Methoden, wie ein Konto haben darf. Entfernen Sie erst eine.",
        Refusal.BeyondOwnRights => "Ein Schlüssel kann nur Schlüssel erzeugen, die nicht mehr dürfen als er selbst.",
        Refusal.TooManyKeys => "Sie haben so viele API-Schlüssel, wie ein Konto haben darf. Löschen Sie erst einen.",
        Refusal.ChangesFrozen => All.Said.Of(Said.ChangesFrozen),
        Refusal.NotACode => All.Said.Of(Said.NotACode),
        Refusal.WrongFirstCode => All.Said.Of(Said.CodeWrong),
        Refusal.InvalidLabel => "Dieser Name ist zu lang.",
        Refusal.SentTooRecently or Refusal.ResentTooSoon => All.Said.Of(Said.WaitALittle),
        Refusal.SentTooOften => All.Said.Of(Said.TooOften),
        Refusal.CannotSend => All.Said.Of(Said.CannotSend),
        Refusal.NotDelivered => All.Said.Of(Said.NotDelivered),
        Refusal.InvalidLink => All.Said.Of(Said.LinkOver),
        Refusal.DisableByLinkOff =>
            "Die Zwei-Faktor-Anmeldung wird hier nicht per E-Mail ausgeschaltet. Fragen Sie, wer diesen Server betreibt.",
        Refusal.SecondFactorRequired =>
            "Dieser Server verlangt die Zwei-Faktor-Anmeldung. Fragen Sie, wer ihn betreibt, Ihre zurückzusetzen.",
        Refusal.NoSuchMethod => "Die Zwei-Faktor-Anmeldung ist nicht eingeschaltet.",
        _ => All.Said.Of(Said.BeginAgain), // an open list on purpose: whatever else a verb may refuse, the step is over and nothing changed
    };
}
