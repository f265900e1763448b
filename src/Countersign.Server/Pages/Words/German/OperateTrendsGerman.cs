using Countersign.Server.Operators;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateTrendsGerman(Texts all) : OperateTrendsTexts(all)
{
    public override string TrendsLead => "Wie sich die Leute angemeldet haben und was sie aufgehalten hat. Niemand wird hier genannt.";
    public override string TrendSpans => "Wie weit zurück";
    public override string TrendsInUtc => "Stunden und Tage sind die der UTC. Die letzte Angabe läuft noch.";
    public override string ByWay => "Nach Methode, jede mit eigenem Maßstab";
    public override string Numbers => "Die Zahlen";
    public override string Sum => "Alle";

    public override string Of(TrendSpan span) => span switch
    {
        TrendSpan.Day => "24 Stunden",
        TrendSpan.Month => "30 Tage",
        TrendSpan.Quarter => "12 Wochen",
    };

    public override string Of(TrendStory story) => story switch
    {
        TrendStory.SignIns => "Anmeldungen",
        TrendStory.WrongPasswords => "Falsche Passwörter",
        TrendStory.RefusedCodes => "Abgelehnte Codes",
        TrendStory.Locks => "Sperren",
        TrendStory.CodesSent => "Verschickte Codes",
    };

    public override string Of(TrendWay way) => way switch
    {
        TrendWay.App => "Authenticator-App",
        TrendWay.Sms => "SMS",
        TrendWay.Email => "E-Mail",
        TrendWay.Passkey => "Passkey",
        TrendWay.RecoveryCode => "Wiederherstellungscode",
        TrendWay.RememberedBrowser => "Gemerkter Browser",
        TrendWay.AllowedAtPage => "Kommandozeile, im Browser erlaubt",
        TrendWay.PasswordAlone => "Nur Passwort",
    };

    public override string NothingYet(TrendStory story) => story switch
    {
        TrendStory.SignIns => "Niemand hat sich angemeldet.",
        TrendStory.WrongPasswords => "Kein Passwort war falsch.",
        TrendStory.RefusedCodes => "Kein Code wurde abgelehnt.",
        TrendStory.Locks => "Nichts wurde gesperrt.",
        TrendStory.CodesSent => "Kein Code wurde verschickt.",
    };

    public override string? LeadsOn(TrendStory story) => story switch
    {
        TrendStory.Locks => "Wer jetzt gesperrt ist",
        TrendStory.CodesSent => "Was aus den Nachrichten wurde",
        TrendStory.SignIns or TrendStory.WrongPasswords or TrendStory.RefusedCodes => null,
    };

    public override string Compared(TrendChart chart, TrendSpan span) => span switch
    {
        TrendSpan.Day => $"{Count(chart.Before)} in den 24 Stunden davor",
        TrendSpan.Month => $"{Count(chart.Before)} in den 30 Tagen davor",
        TrendSpan.Quarter => $"{Count(chart.Before)} in den 12 Wochen davor",
    };

    public override string SlotHeading(TrendSpan span) => span switch
    {
        TrendSpan.Day => "Stunde",
        TrendSpan.Month => "Tag",
        TrendSpan.Quarter => "Woche ab",
    };

    public override string SlotName(TrendSpan span, DateTimeOffset start) => span switch
    {
        TrendSpan.Day => start.UtcDateTime.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture),
        TrendSpan.Month or TrendSpan.Quarter => start.UtcDateTime.ToString("d. MMM", Culture),
    };

    public override string ChartInWords(string title, TrendSpan span, IReadOnlyList<DateTimeOffset> slots, IReadOnlyList<long> counts)
    {
        var most = counts.Max();
        var peak = SlotName(span, slots[counts.ToList().IndexOf(most)]);
        return $"{title}, {Of(span)}: insgesamt {Count(counts.Sum())}, am meisten bei {peak} mit {Count(most)}.";
    }
}
