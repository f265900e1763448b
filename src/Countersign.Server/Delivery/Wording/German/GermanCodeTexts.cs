using Countersign.Core;

namespace Countersign.Server.Delivery.Wording.German;

/// <summary>German: what is said around a code.</summary>
internal sealed class GermanCodeTexts(string issuer, Uri baseUrl) : CodeTexts(issuer, baseUrl)
{
    public override CodePurpose ToLogIn => new(
        "Ihr Code zum Anmelden",
        $"Ihr Code zum Anmelden bei {Issuer}",
        "zum Anmelden",
        $"Ihr Code zum Anmelden bei {Issuer}",
        $"Wenn Sie das nicht waren, kennt jemand Ihr Passwort. Ändern Sie es jetzt: {BaseUrl}");

    public override CodePurpose ToChangeSettings => new(
        "Ihr Code für die Sicherheitseinstellungen",
        $"Ihr Code für die Sicherheitseinstellungen bei {Issuer}",
        "für Sicherheitseinstellungen",
        $"Ihr Code, um bei {Issuer} Sicherheitseinstellungen zu ändern",
        $"Wenn Sie das nicht waren, benutzt jemand anders Ihr Konto. Ändern Sie jetzt Ihr Passwort: {BaseUrl}");

    public override CodePurpose ToLogInOrChange => new(
        "Ihr Code zum Anmelden oder für die Sicherheitseinstellungen",
        $"Ihr Code zum Anmelden oder für die Sicherheitseinstellungen bei {Issuer}",
        "zum Anmelden oder Ändern",
        $"Ihr Code, um sich bei {Issuer} anzumelden oder Sicherheitseinstellungen zu ändern",
        $"Wenn Sie das nicht waren, hat jemand einen Schlüssel Ihres Kontos. Ändern Sie jetzt Ihr Passwort: {BaseUrl}");

    protected override string Greeting(CodePurpose purpose) => $"Guten Tag. Hier ist {Issuer}. Ihr Code {purpose.Short} lautet:";

    protected override string OnceMore => "Noch einmal, Ihr Code lautet:";

    protected override string Farewell =>
        "Sagen Sie ihn niemandem. Wenn Sie ihn nicht angefordert haben, ändern Sie Ihr Passwort. Auf Wiederhören.";

    protected override string NotYou => "Nicht Sie? Ändern Sie Ihr Passwort.";

    public override string Paragraph(TimeSpan life, CodePurpose purpose) =>
        $"Das ist {purpose.Long}. Er gilt {Spoken(life)}, und einmal. Niemand von {Issuer} wird Sie je danach fragen.";

    public override string Spoken(TimeSpan life) => life switch
    {
        { TotalMinutes: 1 } => "1 Minute",
        { TotalMinutes: < 60 } => string.Create(Language.German.Culture(), $"{life.TotalMinutes:0} Minuten"),
        { TotalHours: 1 } => "1 Stunde",
        _ => string.Create(Language.German.Culture(), $"{life.TotalHours:0.#} Stunden"),
    };

    protected override string Whole(string digits, TimeSpan life, CodePurpose purpose) =>
        $"{digits} ist Ihr Code {purpose.Short} bei {Issuer}. Er gilt {Spoken(life)}.";

    protected override string Terse(string digits, TimeSpan life, CodePurpose purpose) =>
        $"{digits}: {Issuer}-Code {purpose.Short}, {Spoken(life)}.";
}
