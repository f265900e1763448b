namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class PromptGerman(Texts all) : PromptTexts(all)
{
    public override string PromptTitle => "Bestätigen Sie, dass Sie es sind";
    public override string ProveAgainTitle => "Noch einmal ein Code";
    public override string ProveAgainLead =>
        "Diese Seiten zeigen die Konten anderer, und Ihr letzter Code ist eine Weile her. Danach geht es dort weiter, wohin Sie wollten.";
    public override string ProvePasskeyTitle => "Ihr Passkey";
    public override string ProvePasskeyLead =>
        "Wohin Sie wollen, genügt ein Code nicht: Eine falsche Seite könnte danach fragen und ihn weitergeben. Danach geht es dort weiter.";
    public override string AnotherPasskeyTitle => "Hier nicht zur Hand?";
    public override string AnotherPasskeyLead =>
        "Nehmen Sie ein Gerät und einen Browser, die einen Passkey von Ihnen haben, oder fügen Sie für dieses Gerät einen hinzu. Dazu " +
        "brauchen Sie einen Code oder eine andere Art.";
    public override string CodeFromApp(MethodName app) =>
        $"Geben Sie den sechsstelligen Code aus {app.Say(WizardGerman.Quoted, what => $"Ihrer {what}")} ein.";
    public override string CodeFromText(string lastFour) => $"Geben Sie den sechsstelligen Code aus der SMS an •••• {lastFour} ein.";
    public override string CodeFromCall(string lastFour) => $"Geben Sie den sechsstelligen Code aus dem Anruf an •••• {lastFour} ein.";
    public override string CodeFromMail(string address) => $"Geben Sie den sechsstelligen Code aus der E-Mail an {address} ein.";
    public override string CodeFromList => "Geben Sie einen Ihrer Wiederherstellungscodes ein, zwölf Buchstaben und Ziffern. Jeder gilt einmal.";
    public override string CodeLives(TimeSpan life) => $"Er gilt höchstens {All.Times.Lasting(life)}.";
    public override string Code => "Code";
    public override string RecoveryCode => "Wiederherstellungscode";
    public override string Verify => "Prüfen";
    public override string RememberBrowser => "Diesen Browser 30 Tage lang merken";
    public override string RememberHint => "Nicht auf einem Computer, den andere mitbenutzen.";
    public override string OtherWays => "Anders bestätigen";
    public override string OtherAccount => "Als jemand anderes anmelden";

    public override string WayApp(MethodName app) => $"Code aus {app.Say(WizardGerman.Quoted, what => $"Ihrer {what}")}";
    public override string WayText(MethodName? phone, string lastFour) =>
        phone is { IsGiven: true } ? $"SMS an „{phone.Text}“, •••• {lastFour}" : $"SMS an •••• {lastFour}";
    public override string WayMail(string address) => $"E-Mail an {address}";
    public override string WayPasskey => "Passkey oder Sicherheitsschlüssel";
    public override string PasskeyLead =>
        "Nehmen Sie einen Passkey: Ihr Gerät fragt nach Fingerabdruck, Gesicht oder PIN, oder nach Ihrem Sicherheitsschlüssel.";
    public override string UsePasskey => "Passkey verwenden";
    public override string PasskeyNeedsScript =>
        "Ein Passkey braucht JavaScript, das in Ihrem Browser aus ist. Wählen Sie eine andere Art.";
    public override string PasskeyCannot => "Dieser Browser kann keine Passkeys verwenden. Wählen Sie eine andere Art.";
    public override string PasskeyStopped =>
        "Der Browser hat keine Antwort eines Passkeys bekommen. Versuchen Sie es noch einmal, oder wählen Sie eine andere Art.";
    public override string WayRecovery(int left) => left == 1
        ? "Wiederherstellungscode (noch 1)"
        : $"Wiederherstellungscode (noch {left})";
    public override string WayLocked(DateTimeOffset until) => until > Present.AddYears(1)
        ? "gesperrt, bis ein Betreiber es öffnet"
        : $"gesperrt für {Until(until)}";

    public override string SendLead => "Sie bekommen einen Code, der einige Minuten gilt.";
    public override string SendText(string lastFour) => $"SMS an •••• {lastFour} senden";
    public override string SendMail(string address) => $"E-Mail an {address} senden";
    public override string SendCodeAgain => "Code erneut senden";
    public override string ResendIn(int seconds) => $"Erneut senden geht in {Seconds(seconds)}.";
    public override string ResendInScript => "Erneut senden geht in {0} s.";
    public override string CodesLeft(int left) => left switch
    {
        0 => "Das war Ihr letzter Wiederherstellungscode.",
        1 => "Sie haben noch 1 Wiederherstellungscode.",
        _ => $"Sie haben noch {left} Wiederherstellungscodes.",
    };
    public override string MakeNewCodes => "Neue Wiederherstellungscodes erzeugen";

    public override string LockedLead(DateTimeOffset until) => until > Present.AddYears(1)
        ? "Es gab zu viele falsche Codes. Dieser Weg bleibt gesperrt, bis ein Betreiber ihn öffnet."
        : $"Es gab zu viele falsche Codes. Versuchen Sie es in {Until(until)} wieder.";
    public override string LockedStillOpen => "Diese Wege gehen noch:";
    public override string LockedNothingOpen =>
        "Zurzeit ist kein anderer Weg offen. Wenn Sie nicht warten können, fragen Sie die Betreiber dieses Dienstes.";
    public override string NoWay => "Keiner Ihrer Wege zur Bestätigung gilt hier noch. Fragen Sie die Betreiber dieses Dienstes.";
    public override string BudgetHint => "Ein neues Passwort per E-Mail öffnet es sofort.";
    public override string MailWaits(DateTimeOffset until) => until > Present.AddYears(1)
        ? "Ihr Passwort wurde per E-Mail gesetzt, und jemand hat gesagt, dass Sie das nicht waren. Codes per E-Mail gelten wieder, " +
            "sobald Sie einen anderen Weg benutzt haben."
        : $"Ihr Passwort wurde per E-Mail gesetzt, deshalb gelten Codes per E-Mail erst in {Until(until)} wieder. Sie gelten sofort, " +
            "wenn Sie einen anderen Weg benutzt haben.";
}
