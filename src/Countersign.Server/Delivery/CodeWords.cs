using Countersign.Core;

namespace Countersign.Server.Delivery;

/// <summary>What a sent code is for, in words.</summary>
/// <param name="Short">As a text message says it, after the name of the service.</param>
/// <param name="Warning">What to do if one did not ask for it, in a mail.</param>
internal sealed record CodePurpose(string Headline, string Subject, string Short, string Long, string Warning);

/// <summary>What is said around a code, in one language.</summary>
internal sealed class CodeWords(Language language, string issuer, Uri baseUrl)
{
    private const int OneTextMessage = 160;

    public CodePurpose ToLogIn { get; } = new(
        language.Say("Your code to sign in", "Ihr Code zum Anmelden"),
        language.Say($"Your {issuer} code to sign in", $"Ihr Code zum Anmelden bei {issuer}"),
        language.Say("to sign in", "zum Anmelden"),
        language.Say($"your code to sign in at {issuer}", $"Ihr Code zum Anmelden bei {issuer}"),
        language.Say(
            $"If this was not you, somebody knows your password. Change it now at {baseUrl}",
            $"Wenn Sie das nicht waren, kennt jemand Ihr Passwort. Ändern Sie es jetzt: {baseUrl}"));

    public CodePurpose ToChangeSettings { get; } = new(
        language.Say("Your code to change security settings", "Ihr Code für die Sicherheitseinstellungen"),
        language.Say($"Your {issuer} code to change security settings", $"Ihr Code für die Sicherheitseinstellungen bei {issuer}"),
        language.Say("to change security settings", "für Sicherheitseinstellungen"),
        language.Say($"your code to change security settings at {issuer}", $"Ihr Code, um bei {issuer} Sicherheitseinstellungen zu ändern"),
        language.Say(
            $"If this was not you, somebody else is using your account. Change your password now at {baseUrl}",
            $"Wenn Sie das nicht waren, benutzt jemand anders Ihr Konto. Ändern Sie jetzt Ihr Passwort: {baseUrl}"));

    /// <summary>
    /// A whole text message. The last line lets phones fill in the code on our own pages and nowhere else (WICG
    /// "Origin-bound one-time codes").
    /// </summary>
    public string Text(Code code, TimeSpan life, CodePurpose purpose)
    {
        var digits = code.Reveal();
        var end = $"{Say(" Not you? Change your password.", " Nicht Sie? Ändern Sie Ihr Passwort.")}\n@{baseUrl.IdnHost} #{digits}";
        var whole = Say(
            $"{digits} is your {issuer} code {purpose.Short}. It works for {Spoken(life)}.",
            $"{digits} ist Ihr Code {purpose.Short} bei {issuer}. Er gilt {Spoken(life)}.") + end;
        return whole.Length <= OneTextMessage
            ? whole
            : Say($"{digits}: {issuer} code {purpose.Short}, for {Spoken(life)}.", $"{digits}: {issuer}-Code {purpose.Short}, {Spoken(life)}.") + end;
    }

    /// <summary>What a mail says under its code.</summary>
    public string Paragraph(TimeSpan life, CodePurpose purpose) => Say(
        $"This is {purpose.Long}. It works for {Spoken(life)}, and once. Nobody from {issuer} will ever ask you for it.",
        $"Das ist {purpose.Long}. Er gilt {Spoken(life)}, und einmal. Niemand von {issuer} wird Sie je danach fragen.");

    /// <summary>A length of time as people say it.</summary>
    public string Spoken(TimeSpan life) => life switch
    {
        { TotalMinutes: 1 } => Say("1 minute", "1 Minute"),
        { TotalMinutes: < 60 } => string.Create(language.Culture(), $"{life.TotalMinutes:0} {Say("minutes", "Minuten")}"),
        { TotalHours: 1 } => Say("1 hour", "1 Stunde"),
        _ => string.Create(language.Culture(), $"{life.TotalHours:0.#} {Say("hours", "Stunden")}"),
    };

    private string Say(string english, string german) => language.Say(english, german);
}
