namespace Countersign.Server.Delivery.Wording.German;

/// <summary>German: mails with a link.</summary>
internal sealed class GermanLinkTexts : LinkTexts
{
    public override string ToTurnOffReminders => "Solche Erinnerungen können Sie auf der Seite „Sicherheit“ Ihres Kontos abschalten.";

    public override LinkWords VerifyEmail(string issuer, string life) => new(
        $"Bestätigen Sie Ihre E-Mail-Adresse für {issuer}",
        "Bestätigen Sie Ihre E-Mail-Adresse",
        [
            $"Geben Sie diesen Code ein, um Ihre E-Mail-Adresse für {issuer} zu bestätigen, oder öffnen Sie den Link. Beides gilt " +
                $"{life}, und einmal.",
            $"Wenn Sie {issuer} nicht kennen, tun Sie nichts: Jemand hat sich bei einer Adresse vertippt.",
        ],
        "Diese Adresse bestätigen");

    public override LinkWords ConfirmSignUp(string issuer, string life) => new(
        $"Bestätigen Sie Ihre E-Mail-Adresse für {issuer}",
        "Bestätigen Sie Ihre E-Mail-Adresse",
        [
            $"Öffnen Sie diesen Link, um Ihre E-Mail-Adresse für {issuer} zu bestätigen; danach melden Sie sich an. Er gilt {life}, " +
                $"und einmal.",
            $"Wenn Sie {issuer} nicht kennen, tun Sie nichts: Jemand hat sich bei einer Adresse vertippt.",
        ],
        "Diese Adresse bestätigen");

    public override LinkWords ResetPassword(string issuer, string life) => new(
        $"Wählen Sie ein neues Passwort für {issuer}",
        "Wählen Sie ein neues Passwort",
        [
            $"Öffnen Sie den Link, um ein neues Passwort für {issuer} zu wählen. Er gilt {life}, und einmal. Die Zwei-Faktor-Anmeldung " +
                $"bleibt an.",
            "Wenn Sie ihn nicht verlangt haben, tun Sie nichts: Ihr Passwort bleibt, wie es ist.",
        ],
        "Neues Passwort wählen");

    public override LinkWords ConfirmFactor(string issuer, string life, Uri baseUrl) => new(
        $"Zwei-Faktor-Anmeldung bei {issuer} bestätigen",
        "Zwei-Faktor-Anmeldung bestätigen",
        [
            $"Jemand, der Ihr Passwort kennt, hat für Ihr Konto bei {issuer} einen zweiten Faktor eingerichtet. Waren Sie es, öffnen Sie " +
                $"den Link unten und drücken Sie den Knopf. Er gilt {life}, und einmal.",
            $"Waren Sie es nicht, öffnen Sie ihn nicht: Ohne ihn zählt nichts. Ändern Sie jetzt Ihr Passwort. {baseUrl}",
        ],
        "Bestätigen");

    public override LinkWords DisableByLink(string issuer, string life, string? wait, string token, Uri baseUrl) => new(
        $"Zwei-Faktor-Anmeldung bei {issuer} ausschalten?",
        "Zwei-Faktor-Anmeldung ausschalten?",
        [
            $"Jemand, der Ihr Passwort kennt, will die Zwei-Faktor-Anmeldung Ihres Kontos bei {issuer} ausschalten. Um das zu tun, " +
                $"öffnen Sie den Link, geben Sie Ihr Passwort ein und drücken Sie den Knopf. {WorksFrom(wait)} {life}, und einmal.",
            $"Auf der Befehlszeile geben Sie stattdessen dieses Zeichen an: {token}",
            $"Wenn Sie das nicht waren, benutzen Sie den Link nicht und ändern Sie jetzt Ihr Passwort: Dann gilt er nicht mehr. {baseUrl}",
        ],
        "Zur Seite");

    private static string WorksFrom(string? wait) => wait is null ? "Er gilt" : $"Er gilt erst in {wait} und dann";
}
