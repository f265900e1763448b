namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class EntryGerman(Texts all) : EntryTexts(all)
{
    public override string SignInTitle => "Anmelden";
    public override string Name => "E-Mail-Adresse oder Benutzername";
    public override string Password => "Passwort";
    public override string ForgotLink => "Passwort vergessen?";
    public override string SignInByPasskey => "Mit Passkey anmelden";
    public override string NoAccountYet => "Noch kein Konto?";
    public override string SignUpLink => "Konto anlegen";

    public override string Phone => "Telefon";

    public override string SignUpTitle => "Konto anlegen";
    public override string SignUpLead => "Adresse, Name und Passwort. Danach bestätigen Sie die Adresse über eine E-Mail von uns.";
    public override string SignUpClosedBody => "Konten legen hier die Betreiber an. Bitten Sie sie um eines.";
    public override string Email => "E-Mail-Adresse";
    public override string Username => "Benutzername";
    public override string UsernameHint => "1 bis 40 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche.";
    public override string NewPassword => "Neues Passwort";
    public override string PasswordHint => "Mindestens 8 Zeichen. Ein paar Wörter ohne Zusammenhang sind gut.";
    public override string CreateAccount => "Konto anlegen";
    public override string HaveAccount => "Schon ein Konto?";

    public override string ConfirmFirst => "Wenn Sie gerade ein Konto angelegt haben, öffnen Sie zuerst den Link in unserer E-Mail.";
    public override string SentTitle => "Sehen Sie in Ihre E-Mails";
    public override string SentBody(string email) =>
        $"Wir haben eine E-Mail mit einem Link an {email} geschickt. Öffnen Sie den Link, um die Adresse zu bestätigen, und melden " +
        $"Sie sich danach an. Er gilt 15 Minuten.";
    public override string SentBodyWithCode(string email) =>
        $"Wir haben eine E-Mail mit einem Link und einem Code an {email} geschickt. Öffnen Sie den Link oder geben Sie den Code hier " +
        $"ein. Beides gilt 15 Minuten.";
    public override string SendVerifyLead => "Nennen Sie die Adresse, und wir schicken Ihnen einen neuen Link.";
    public override string SentNothing => "Nichts da? Sehen Sie im Spam-Ordner nach oder lassen Sie sie erneut schicken.";
    public override string SendAgain => "Erneut schicken";
    public override string MailedCode => "Code aus der E-Mail";
    public override string ConfirmAddress => "Adresse bestätigen";
    public override string VerifyTitle => "Adresse bestätigen";
    public override string VerifyBody(string email) => $"Ein Klick, und {email} ist bestätigt.";
    public override string VerifySignUp(string email, string username) =>
        $"Ein Klick, und {email} ist bestätigt: Das Konto mit dem Benutzernamen {username} und dem Passwort von dieser Registrierung gehört " +
        $"Ihnen. Haben Sie einen " +
        $"anderen Namen gewählt oder sich gar nicht registriert, schließen Sie diese Seite: Jemand anderes hat Ihre Adresse angegeben.";

    public override string ForgotTitle => "Passwort vergessen?";
    public override string ForgotLead => "Nennen Sie Ihre Adresse, und wir schicken Ihnen einen Link, um ein neues zu wählen.";
    public override string SendLink => "Link schicken";
    public override string ForgotSent =>
        "Wenn es zu dieser Adresse ein Konto gibt, ist eine E-Mail mit einem Link unterwegs. Der Link gilt 15 Minuten, und einmal.";
    public override string ForgotNothing =>
        "Nach ein paar Minuten noch nichts da? Sehen Sie im Spam-Ordner nach oder fragen Sie noch einmal: mit der Adresse Ihres Kontos.";
    public override string AskAgain => "Noch einmal fragen";
    public override string BackToSignIn => "Zurück zur Anmeldung";

    public override string ResetTitle => "Neues Passwort wählen";
    public override string ResetLead(string email) =>
        $"Für das Konto von {email}. Alle seine Sitzungen enden. Wo die Zwei-Faktor-Anmeldung an ist, bleibt sie an: Sie brauchen sie " +
        $"danach wie immer zum Anmelden.";
    public override string SetPassword => "Neues Passwort setzen";
    public override string KeepTitle => "Sie kennen Ihr Passwort?";
    public override string KeepLead =>
        "Musste eine Anmeldung von hier warten, weil zu viele andere versucht wurden? Dann behalten Sie Ihr Passwort und melden sich von " +
        "hier damit an.";
    public override string KeepPress => "Mein Passwort behalten";
    public override string KeptTooOften =>
        "Zu viele Orte wurden zuletzt über einen solchen Link zugelassen. Setzen Sie stattdessen ein neues Passwort: damit kommen Sie von " +
        "überall hinein.";
    public override string TriedByOthers =>
        "Hat es jemand anders versucht? Lassen Sie sich einen Link schicken; mit ihm melden Sie sich von hier mit dem Passwort an, das Sie haben.";
    public override string DisableTitle => "Zwei-Faktor-Anmeldung ausschalten?";
    public override string DisableLead =>
        "Ihr Konto ist dann nur noch durch sein Passwort geschützt. Alle Anmeldemethoden, Wiederherstellungscodes und Sitzungen werden " +
        "gelöscht.";
    public override string DisablePress => "Ausschalten";
    public override string DisableNotYou =>
        "Sie haben das nicht verlangt? Schließen Sie diese Seite und ändern Sie Ihr Passwort: Jemand kennt es.";
    public override string ConfirmFactorTitle => "Zweiten Faktor bestätigen";
    public override string ConfirmFactorLead =>
        "Für Ihr Konto wurde mit seinem Passwort ein zweiter Faktor eingerichtet. Bestätigen Sie, dass Sie das waren, und er gilt ab " +
            "jetzt.";
    public override string ConfirmFactorPress => "Ja, das war ich";
    public override string ConfirmFactorNotYou =>
        "Waren Sie es nicht, schließen Sie diese Seite und ändern Sie Ihr Passwort: Jemand kennt es.";
    public override string ConfirmFactorOver =>
        "Er wurde schon benutzt oder ist zu alt. Melden Sie sich an oder richten Sie Ihren zweiten Faktor neu ein.";
    public override string ConfirmFactorWhy(string email) =>
        "Ihr zweiter Faktor wurde allein mit Ihrem Passwort eingerichtet. Bevor Sie etwas verwalten, zeigen Sie, dass das Postfach " +
        $"{email} Ihres ist: Wir schicken einen Link dorthin.";
    public override string NotMeTitle => "Das waren nicht Sie?";
    public override string NotMeLead =>
        "Halten Sie es hier an: Alle werden abgemeldet, Ihr Passwort öffnet nichts mehr, bis zu eine Woche lang kann niemand Ihre zweiten " +
        "Faktoren oder Ihre API-Schlüssel ändern, und wo Sie einen zweiten Faktor haben, öffnet E-Mail allein nichts. Will jemand Ihr " +
        "Konto löschen, bleibt es. Setzen Sie dann per E-Mail ein neues Passwort. Ihre Authenticator-App, Ihr Telefon und Ihre " +
        "Wiederherstellungscodes gelten weiter.";
    public override string NotMeFactorLead =>
        "Halten Sie es hier an: Alle werden abgemeldet, und eine Woche lang kann niemand Ihr Passwort, Ihre zweiten Faktoren oder Ihre " +
        "API-Schlüssel ändern. Will jemand Ihr Konto löschen, bleibt es. Setzen Sie dann per E-Mail ein neues Passwort: Wer den zweiten " +
        "Faktor eingerichtet hat, kann sich nicht mehr anmelden, und Sie können es nach einer Wartezeit, mit einem Code per E-Mail.";
    public override string NotMeWaitLead =>
        "Per E-Mail wurde ein neues Passwort gesetzt. Mit dem Knopf beginnt die Wartezeit von vorn, nach der Codes und Links per E-Mail " +
        "wieder etwas öffnen. Sonst wird nichts angehalten. Ist das Konto Ihres, setzen Sie auch selbst per E-Mail ein neues Passwort.";
    public override string NotMePress => "Das war ich nicht: anhalten";
    public override string NotMeWasYou => "Waren Sie es, schließen Sie diese Seite. Es geschieht nichts.";
    public override string NotMeOverBody =>
        "Er wurde schon benutzt oder ist älter als eine Woche. Geschieht auf Ihrem Konto etwas, das nicht von Ihnen ist, setzen Sie ein " +
        "neues Passwort.";
    public override string LinkOverTitle => "Dieser Link gilt nicht mehr";
    public override string LinkOverBody => "Links gelten 15 Minuten, und einmal. Fordern Sie einen neuen an.";
}
