using Countersign.Core;
namespace Countersign.Server.Pages;

/// <summary>What is said about what was just done.</summary>
public sealed partial class Texts
{
    /// <summary>The sentence.</summary>
    public string Of(Said said) => said switch
    {
        Said.EmailConfirmed => Say("Your e-mail address is confirmed. Sign in to go on.", "Ihre E-Mail-Adresse ist bestätigt. Melden Sie sich an."),
        Said.AddressConfirmed => Say("Your e-mail address is confirmed.", "Ihre E-Mail-Adresse ist bestätigt."),
        Said.ConfirmLinkOver => Say("That link does not work any more. If you opened it before, your address may be confirmed already: just sign in. Otherwise have a new link sent.", "Dieser Link gilt nicht mehr. Wenn Sie ihn schon einmal geöffnet haben, ist Ihre Adresse vielleicht bestätigt: Melden Sie sich einfach an. Sonst lassen Sie sich einen neuen schicken."),
        Said.TooManyTries => Say("Too many tries. Open the link in the mail instead, or wait a quarter of an hour.", "Zu viele Versuche. Öffnen Sie stattdessen den Link in der E-Mail, oder warten Sie eine Viertelstunde."),
        Said.SessionOver => Say("Your session has ended. Sign in to go on.", "Ihre Sitzung ist beendet. Melden Sie sich an, um weiterzumachen."),
        Said.MailSent => Say("If that address waits for confirmation, a new mail is on its way.", "Wenn diese Adresse noch auf Bestätigung wartet, ist eine neue E-Mail unterwegs."),
        Said.SignedOut => Say("You are signed out.", "Sie sind abgemeldet."),
        Said.SignInOver => Say("That sign-in is over: it took longer than 10 minutes, or was already finished. Sign in again.", "Diese Anmeldung ist vorbei: Sie dauerte über 10 Minuten oder war schon beendet. Melden Sie sich neu an."),
        Said.PasswordReset => Say("Your new password is set. Sign in with it.", "Ihr neues Passwort gilt. Melden Sie sich damit an."),
        Said.PasswordChanged => Say("Your password is changed. All other sessions were ended.", "Ihr Passwort ist geändert. Alle anderen Sitzungen wurden beendet."),
        Said.LinkOver => Say("That link or code does not work any more. Ask for a new one.", "Dieser Link oder Code gilt nicht mehr. Fordern Sie einen neuen an."),
        Said.CodeSent => Say("The code is on its way.", "Der Code ist unterwegs."),
        Said.CodeWrong => Say("That code is not right. Check it and try again.", "Dieser Code stimmt nicht. Prüfen Sie ihn und versuchen Sie es noch einmal."),
        Said.CodeUsed => Say("That code was already used. Wait for the next one in your app.", "Dieser Code wurde schon benutzt. Warten Sie auf den nächsten in Ihrer App."),
        Said.CodeExpired => Say("That code has expired. Have a new one sent.", "Dieser Code ist abgelaufen. Lassen Sie sich einen neuen schicken."),
        Said.ClockOff => Say("The clock of your phone is off, so its codes do not fit. Set date and time to automatic on the phone, wait five minutes, and try again.", "Die Uhr Ihres Telefons geht falsch, deshalb passen seine Codes nicht. Stellen Sie dort Datum und Uhrzeit auf automatisch, warten Sie fünf Minuten und versuchen Sie es wieder."),
        Said.Locked => Say("There were too many wrong codes; this way is locked for a while.", "Es gab zu viele falsche Codes; dieser Weg ist eine Weile gesperrt."),
        Said.RecoveryCodeWrong => Say("That recovery code is not valid. Each works once, and only those of your newest set work. Check it, or take another one.", "Dieser Wiederherstellungscode gilt nicht. Jeder gilt einmal, und nur die Ihres neuesten Satzes gelten. Prüfen Sie ihn oder nehmen Sie einen anderen."),
        Said.NotSent => Say("No code was sent that way yet, or a newer one went another way. Have one sent first.", "Auf diesem Weg wurde noch kein Code geschickt, oder ein neuerer ging einen anderen Weg. Lassen Sie sich erst einen schicken."),
        Said.NotDelivered => Say("The message could not be delivered. Use another way.", "Die Nachricht konnte nicht zugestellt werden. Nehmen Sie einen anderen Weg."),
        Said.TooOften => Say("Too many messages were sent. Wait a while, or use another way.", "Es wurden zu viele Nachrichten geschickt. Warten Sie eine Weile oder nehmen Sie einen anderen Weg."),
        Said.WaitALittle => Say("A code was sent there a moment ago. Use it, or wait half a minute.", "Dorthin ging gerade erst ein Code. Benutzen Sie ihn, oder warten Sie eine halbe Minute."),
        Said.NotAccepted => Say("That way is not accepted here. Use another one.", "Dieser Weg gilt hier nicht. Nehmen Sie einen anderen."),
        Said.Unreadable => Say("This app cannot be checked now. Use another way, and tell the people who run this service.", "Diese App kann zurzeit nicht geprüft werden. Nehmen Sie einen anderen Weg und sagen Sie den Betreibern Bescheid."),
        Said.MethodAdded => Say("Done: the new method is active.", "Fertig: Die neue Methode ist aktiv."),
        Said.MethodReplaced => Say("Done: the new device is active and the old one is gone. All other sessions were ended.", "Fertig: Das neue Gerät ist aktiv, das alte entfernt. Alle anderen Sitzungen wurden beendet."),
        Said.TooManyMethods => Of(Refusal.TooManyMethods),
        Said.MethodRenamed => Say("The name is changed.", "Der Name ist geändert."),
        Said.MethodRemoved => Say("The method is removed. All other sessions were ended.", "Die Methode ist entfernt. Alle anderen Sitzungen wurden beendet."),
        Said.MadePrimary => Say("You are asked for this method first from now on.", "Ab jetzt werden Sie zuerst nach dieser Methode gefragt."),
        Said.TurnedOffByLink => Say(
            "Two-factor authentication is off. All methods, recovery codes and sessions of your account are gone. Sign in with your password, and turn it on again soon.",
            "Die Zwei-Faktor-Anmeldung ist aus. Alle Methoden, Wiederherstellungscodes und Sitzungen Ihres Kontos sind gelöscht. Melden Sie sich mit Ihrem Passwort an und schalten Sie sie bald wieder ein."),
        Said.TurnedOff => Say("Two-factor authentication is off, and your recovery codes are void.", "Die Zwei-Faktor-Anmeldung ist aus, und Ihre Wiederherstellungscodes sind ungültig."),
        Said.LabelBad => Say("A name has 1 to 30 characters.", "Ein Name hat 1 bis 30 Zeichen."),
        Said.CodesKept => Say("Good. Keep the recovery codes where you find them without your phone.", "Gut. Bewahren Sie die Wiederherstellungscodes so auf, dass Sie sie ohne Ihr Telefon finden."),
        Said.CodesShownOnce => Say("Recovery codes are shown only once. If you have not kept them, make new ones here.", "Wiederherstellungscodes werden nur einmal gezeigt. Wenn Sie sie nicht aufbewahrt haben, erzeugen Sie hier neue."),
        Said.CodeGood => Say("That recovery code is good. It was not used up.", "Dieser Wiederherstellungscode gilt. Er wurde nicht verbraucht."),
        Said.SessionEnded => Say("The session is ended.", "Die Sitzung ist beendet."),
        Said.OthersSignedOut => Say("All other sessions are ended, and every remembered browser is forgotten.", "Alle anderen Sitzungen sind beendet und alle gemerkten Browser vergessen."),
        Said.BrowserForgotten => Say("The browser is forgotten. It needs a code at the next sign-in.", "Der Browser ist vergessen. Bei der nächsten Anmeldung braucht er einen Code."),
        Said.KeyDeleted => Say("The API key is deleted. Nothing can use it any more.", "Der API-Schlüssel ist gelöscht. Nichts kann ihn mehr benutzen."),
        Said.Frozen => Say("Done. Your second factors cannot be changed now, and all other sessions are ended.", "Erledigt. Ihre zweiten Faktoren können nicht geändert werden, und alle anderen Sitzungen sind beendet."),
        Said.ChangesFrozen => Say("Your second factors cannot be changed now, because you said that something was not you. Set a new password by mail to lift that.", "Ihre zweiten Faktoren können zurzeit nicht geändert werden, weil Sie gemeldet haben, dass etwas nicht von Ihnen war. Ein neues Passwort per E-Mail hebt das auf."),
        Said.CodesFirst => Say("Make recovery codes first: then your phone is a method, and you can add others.", "Erzeugen Sie zuerst Wiederherstellungscodes: Dann ist Ihr Telefon eine Methode, und Sie können andere hinzufügen."),
        Said.BeginAgain => Say("That step is over. Begin again; nothing was changed.", "Dieser Schritt ist vorbei. Beginnen Sie neu; es wurde nichts geändert."),
        Said.NothingThere => Say("That is not there any more.", "Das gibt es nicht mehr."),
        Said.LastMethod => Say("Two-factor authentication is required here, and this is your last method. Add another one first.", "Die Zwei-Faktor-Anmeldung ist hier Pflicht, und dies ist Ihre letzte Methode. Fügen Sie erst eine andere hinzu."),
        Said.AccountUnlocked => Say("Done: the account has no locks and no counted failures any more.", "Erledigt: Das Konto hat keine Sperren und keine gezählten Fehlversuche mehr."),
        Said.FactorsReset => Say("Done: the second factors are gone and all sessions are ended. The person is told by mail.", "Erledigt: Die zweiten Faktoren sind weg und alle Sitzungen beendet. Die Person erfährt es per E-Mail."),
        Said.FactorsResetUntold => Say("Done: the second factors are gone and all sessions are ended. No notice could go out, because the address is not confirmed: tell the person yourself.", "Erledigt: Die zweiten Faktoren sind weg und alle Sitzungen beendet. Es konnte keine Nachricht hinausgehen, weil die Adresse nicht bestätigt ist: Sagen Sie es der Person selbst."),
        Said.AccountDisabled => Say("Done: the account is disabled and all its sessions are ended.", "Erledigt: Das Konto ist stillgelegt, alle seine Sitzungen sind beendet."),
        Said.AccountEnabled => Say("Done: the account is open again.", "Erledigt: Das Konto ist wieder offen."),
        Said.AccountChanged => Say("The account had changed since you opened that page, so nothing was done. This is how it is now.", "Das Konto hat sich geändert, seit Sie jene Seite geöffnet haben; es wurde nichts getan. So steht es jetzt."),
        Said.AlreadyDisabled => Say("This account is disabled already.", "Dieses Konto ist schon stillgelegt."),
        Said.NotDisabled => Say("This account is not disabled.", "Dieses Konto ist nicht stillgelegt."),
        Said.NothingToReset => Say("This account has no second factors that could be reset.", "Dieses Konto hat keine zweiten Faktoren, die man zurücksetzen könnte."),
        Said.LastAdmin => Say("This is the last admin. Make another one first, with account grant-admin at the server's shell.", "Das ist der letzte Administrator. Machen Sie erst einen anderen dazu, mit account grant-admin auf der Kommandozeile des Servers."),
        Said.OwnAccount => Say("This is your own account; you change its second factors here.", "Das ist Ihr eigenes Konto; seine zweiten Faktoren ändern Sie hier."),
        Said.RequirementOrdered => Say("Done: two-factor authentication is required from the date below on. People are being told.", "Erledigt: Die Zwei-Faktor-Anmeldung ist ab dem Datum unten Pflicht. Die Betroffenen werden benachrichtigt."),
        Said.RequirementCalledOff => Say("Done: two-factor authentication is not required any more.", "Erledigt: Die Zwei-Faktor-Anmeldung ist keine Pflicht mehr."),
        Said.AlreadyRequired => Say("It is required already. Nothing was changed.", "Sie ist schon Pflicht. Es wurde nichts geändert."),
        Said.NotRequired => Say("No such order stands. Nothing was changed.", "Es besteht keine solche Anordnung. Es wurde nichts geändert."),
        Said.OwnChangesFrozen => Say("You said that something on your own account was not you. Until you have reset your password by mail you cannot act on other accounts.", "Sie haben gemeldet, dass etwas auf Ihrem eigenen Konto nicht von Ihnen war. Bis Sie Ihr Passwort per E-Mail zurückgesetzt haben, können Sie an anderen Konten nichts ändern."),
    };

    /// <summary>Whether it is about a code that was typed and not taken.</summary>
    public static bool IsAboutCode(Said said) =>
        said is Said.CodeWrong or Said.CodeUsed or Said.CodeExpired or Said.ClockOff or Said.RecoveryCodeWrong;

    /// <summary>Whether it is good news, for the colour and for how a screen reader says it.</summary>
    public static bool IsGood(Said said) => said is
        Said.EmailConfirmed or Said.AddressConfirmed or Said.SessionOver or Said.MailSent or Said.SignedOut or Said.PasswordReset or Said.PasswordChanged or Said.CodeSent or Said.MethodAdded
        or Said.MethodReplaced or Said.MethodRenamed or Said.MethodRemoved or Said.MadePrimary or Said.TurnedOff or Said.TurnedOffByLink or Said.CodesKept or Said.CodeGood
        or Said.SessionEnded or Said.OthersSignedOut or Said.BrowserForgotten or Said.RequirementOrdered or Said.RequirementCalledOff or Said.KeyDeleted or Said.Frozen
        or Said.AccountUnlocked or Said.FactorsReset or Said.FactorsResetUntold or Said.AccountDisabled or Said.AccountEnabled;
}
