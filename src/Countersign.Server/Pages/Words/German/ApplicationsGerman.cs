using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class ApplicationsGerman(Texts all) : ApplicationsTexts(all)
{
    public override string TroubleTitle => "Diese Anwendung hat falsch gefragt";
    public override string TroubleBody =>
        "Sie bekam keine Antwort, und niemand wurde irgendwo angemeldet. Wer die Anwendung betreibt, braucht das, was hier " +
        "steht.";
    public override string AddFactorLead =>
        "Ihr Konto hat nur ein Passwort. Schalten Sie die Zwei-Faktor-Anmeldung ein; von dort geht es weiter.";
    public override string AddFactor => "Einschalten";
    public override string AddPasskeyLead =>
        "Ein Code genügt dort nicht: Eine falsche Seite könnte danach fragen und ihn weitergeben. Ihr Konto hat für diese Seite noch " +
        "keinen Passkey. Fügen Sie einen hinzu (wählen Sie unterwegs „Passkey“); von dort geht es weiter.";
    public override string AddPasskey => "Passkey hinzufügen";
    public override string Again => "Neu anmelden";
    public override string SignOutTitle => "Abmelden?";
    public override string SignOutLead =>
        "Eine Anwendung möchte, dass Sie sich hier abmelden. Bei anderen müssen Sie sich dann vielleicht neu anmelden.";
    public override string SignOut => "Abmelden";
    public override string StaySignedIn => "Angemeldet bleiben";
    public override string LearnsNumber => "dass Sie es sind: die Nummer Ihres Kontos und wie Sie sich angemeldet haben";
    public override string LearnsProfile => "Ihren Namen, Benutzernamen und Ihre Sprache";
    public override string LearnsEmail => "Ihre E-Mail-Adresse";
    public override string LearnsOffline => "all das auch, wenn Sie nicht da sind, bis zu 30 Tage lang";
    public override string Allow => "Erlauben";
    public override string Refuse => "Ablehnen";
    public override string GoOn => "Weiter zur Anwendung";
    public override string OverTitle => "Dieser Weg ist verbraucht";
    public override string OverLead =>
        "Er führte einmal zur Anwendung, eine Minute lang, und in dem Browser, in dem Sie losgingen. Gehen Sie weiter, dann bekommen " +
        "Sie einen neuen.";
    public override string LeaveAll => "Auch hier abmelden";
    public override string SentTitle => "Melden Sie sich zuerst an";
    public override string SentLead =>
        "Was Sie abgeschickt haben, ist nicht angekommen und nicht verloren: Melden Sie sich in einem anderen Tab an, kommen Sie zu " +
        "diesem zurück und laden Sie ihn neu. Ihr Browser fragt, ob er es noch einmal abschicken soll.";
    public override string SentLink => "In einem anderen Tab anmelden";

    public override string AddFactorTitle(App app) => $"{app.Said.Title} verlangt einen zweiten Faktor";

    public override string AddPasskeyTitle(App app) => $"{app.Said.Title} verlangt einen Passkey";

    public override string AgainTitle(App app) => $"{app.Said.Title} bittet Sie, sich neu anzumelden";

    public override string AgainLead(Account account) =>
        $"Sie sind als {account.Username} angemeldet. Diese Sitzung endet zuerst, und mit ihr, was Anwendungen in ihr bekamen.";

    public override string ConsentTitle(App app) => $"{app.Said.Title} möchte wissen, wer Sie sind";

    public override string ConsentLead(Account account) => $"Sie sind als {account.Username} angemeldet. Die Anwendung würde erfahren:";

    public override string GoOnTo(App app) => $"Um zu {app.Said.Title} zu gelangen.";

    public override string LeaveTitle(App app) => $"Bei {app.Said.Title} abmelden?";

    public override string LeftTitle(App app) => $"Sie sind bei {app.Said.Title} abgemeldet";

    public override string LeftLead(Account account) =>
        $"Hier sind Sie noch als {account.Username} angemeldet: Wer diesen Browser benutzt, kommt dort ohne Passwort wieder hinein.";

    public override string BackTo(App app) => $"Zurück zu {app.Said.Title}";
}
