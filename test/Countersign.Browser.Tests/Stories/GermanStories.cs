using System.Text.RegularExpressions;
using Countersign.Browser.Tests.Driving;
using Countersign.Core;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Mathilde's browser asks for German, and nothing else comes.</summary>
public sealed partial class GermanStories(Chromium chromium) : Story(chromium)
{
    private const string Mailbox = "mathilde@example.org";

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task Mathilde_hört_von_der_Anmeldung_bis_zum_verlorenen_Telefon_kein_englisches_Wort(Scripts scripts)
    {
        var mathilde = await Somebody(scripts, Language.German);
        await mathilde.Open("/");
        await IsGerman(mathilde, "Anmelden");
        await mathilde.Follow("Konto anlegen");
        await IsGerman(mathilde, "Konto anlegen");
        await mathilde.SignUp(Mailbox, "mathilde");
        await IsGerman(mathilde, "Sehen Sie in Ihre E-Mails");
        await mathilde.ConfirmAddress(Mailbox);
        await mathilde.IsTold("Ihre E-Mail-Adresse ist bestätigt.");
        await mathilde.SignInAs("mathilde");
        await IsGerman(mathilde, "Die Zwei-Faktor-Anmeldung ist aus");

        await mathilde.Follow("Einschalten");
        await IsGerman(mathilde, "Bestätigen Sie zuerst, dass Sie es sind");
        await mathilde.GiveCode(await mathilde.CodeTo(Mailbox));
        await IsGerman(mathilde, "Wie möchten Sie Codes bekommen?");
        await mathilde.Follow("Authenticator-App");
        await mathilde.Press("Scannen geht nicht?");
        await IsGerman(mathilde, "Authenticator-App einrichten");
        var phone = await mathilde.ReadSetupKey();
        await mathilde.Activate(phone.WrongCode());
        await mathilde.Reads("Das ist nicht der Code, den die App jetzt zeigen sollte.");
        await mathilde.Activate(phone.NextCode());
        await IsGerman(mathilde, "Wiederherstellungscodes");
        var codes = await mathilde.Page.Locator("ol.codes li").AllInnerTextsAsync();
        await mathilde.KeepCodes();
        await IsGerman(mathilde, "Die Zwei-Faktor-Anmeldung ist an");

        await mathilde.Follow("Abmelden");
        await mathilde.IsTold("Sie sind abgemeldet.");
        await mathilde.SignInAs("mathilde");
        await IsGerman(mathilde, "Bestätigen Sie, dass Sie es sind");
        await mathilde.GiveCode(phone.WrongCode());
        await mathilde.IsTold("Dieser Code stimmt nicht.");
        await mathilde.Press("Anders bestätigen");
        await mathilde.Follow("Wiederherstellungscode (noch 10)");
        await IsGerman(mathilde, "Bestätigen Sie, dass Sie es sind");
        await mathilde.GiveCode(codes[0]);
        await IsGerman(mathilde, "Sie haben einen Wiederherstellungscode benutzt");
        await mathilde.Reads("Sie haben noch 9 Wiederherstellungscodes.");
        await mathilde.Follow("Weiter zum Konto");
        await mathilde.Reads("Authenticator-App zuerst gefragt");
        await mathilde.Press("Ändern");
        await IsGerman(mathilde, "Ihre Methoden");
        Assert.All(Server.Inbox.All, mail => Assert.Empty(EnglishIn($"{mail.Subject}\n{mail.Text}")));
    }

    [Theory]
    [InlineData(Scripts.On, "02.03.2026, 09:00")]
    [InlineData(Scripts.Off, "2. März 2026, 09:00 UTC")]
    public async Task Days_and_times_are_written_as_Germans_write_them(Scripts scripts, string now)
    {
        var grace = await Somebody(scripts, Language.German);
        await grace.SignIn(People.Grace);
        await grace.Reads($"zuletzt benutzt {now}");
        await grace.Open(PagePaths.Activity);
        await IsGerman(grace, "Verlauf");
        await grace.Reads($"Angemeldet (Authenticator-App) {now}");
        await grace.Follow("Das war ich nicht");
        await IsGerman(grace, "Das war ich nicht");
    }

    private static async Task IsGerman(Visitor visitor, string heading)
    {
        await visitor.Finds(heading);
        Assert.Equal("de", await visitor.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Empty(EnglishIn(await visitor.Text));
    }

    private static IEnumerable<string> EnglishIn(string text) =>
        English().Matches(Address().Replace(text, "")).Select(match => match.Value);

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    // Words that no page in English goes without, and none in German has.
    [GeneratedRegex(@"\b(the|and|your|you|with|this|is|of|to|for|from|not|on|at|sign|password|account|recovery|back|later|never|ago)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex English();
}
