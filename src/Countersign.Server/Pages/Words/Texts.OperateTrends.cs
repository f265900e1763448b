using Countersign.Server.Operators;

namespace Countersign.Server.Pages;

/// <summary>What the page of activity over time says.</summary>
public sealed partial class Texts
{
    public string TrendsLead => Say("How people signed in, and what kept them out. Nobody is named here.", "Wie sich die Leute angemeldet haben und was sie aufgehalten hat. Niemand wird hier genannt.");
    public string TrendSpans => Say("How far back", "Wie weit zurück");
    public string TrendsInUtc => Say("Hours and days are those of UTC. The last one is still going on.", "Stunden und Tage sind die der UTC. Die letzte Angabe läuft noch.");
    public string ByWay => Say("By method, each on a scale of its own", "Nach Methode, jede mit eigenem Maßstab");
    public string Numbers => Say("The numbers", "Die Zahlen");
    public string Sum => Say("All", "Alle");

    public string Of(TrendSpan span) => span switch
    {
        TrendSpan.Day => Say("24 hours", "24 Stunden"),
        TrendSpan.Month => Say("30 days", "30 Tage"),
        TrendSpan.Quarter => Say("12 weeks", "12 Wochen"),
    };

    public string Of(TrendStory story) => story switch
    {
        TrendStory.SignIns => Say("Sign-ins", "Anmeldungen"),
        TrendStory.WrongPasswords => Say("Wrong passwords", "Falsche Passwörter"),
        TrendStory.RefusedCodes => Say("Refused codes", "Abgelehnte Codes"),
        TrendStory.Locks => Say("Locks", "Sperren"),
        TrendStory.CodesSent => Say("Codes sent", "Verschickte Codes"),
    };

    public string Of(TrendWay way) => way switch
    {
        TrendWay.App => Say("Authenticator app", "Authenticator-App"),
        TrendWay.Sms => Say("Text message", "SMS"),
        TrendWay.Email => Say("E-mail", "E-Mail"),
        TrendWay.RecoveryCode => Say("Recovery code", "Wiederherstellungscode"),
        TrendWay.RememberedBrowser => Say("Remembered browser", "Gemerkter Browser"),
        TrendWay.PasswordAlone => Say("Password alone", "Nur Passwort"),
    };

    public string NothingYet(TrendStory story) => story switch
    {
        TrendStory.SignIns => Say("Nobody signed in.", "Niemand hat sich angemeldet."),
        TrendStory.WrongPasswords => Say("No password was wrong.", "Kein Passwort war falsch."),
        TrendStory.RefusedCodes => Say("No code was refused.", "Kein Code wurde abgelehnt."),
        TrendStory.Locks => Say("Nothing was locked.", "Nichts wurde gesperrt."),
        TrendStory.CodesSent => Say("No code was sent.", "Kein Code wurde verschickt."),
    };

    /// <summary>Where one goes on from a chart.</summary>
    public string? LeadsOn(TrendStory story) => story switch
    {
        TrendStory.Locks => Say("Who is locked now", "Wer jetzt gesperrt ist"),
        TrendStory.CodesSent => Say("What became of the messages", "Was aus den Nachrichten wurde"),
        TrendStory.SignIns or TrendStory.WrongPasswords or TrendStory.RefusedCodes => null,
    };

    /// <summary>This span beside the one before it.</summary>
    public string Compared(TrendChart chart, TrendSpan span) => span switch
    {
        TrendSpan.Day => Say($"{Count(chart.Before)} in the 24 hours before", $"{Count(chart.Before)} in den 24 Stunden davor"),
        TrendSpan.Month => Say($"{Count(chart.Before)} in the 30 days before", $"{Count(chart.Before)} in den 30 Tagen davor"),
        TrendSpan.Quarter => Say($"{Count(chart.Before)} in the 12 weeks before", $"{Count(chart.Before)} in den 12 Wochen davor"),
    };

    public string SlotHeading(TrendSpan span) => span switch
    {
        TrendSpan.Day => Say("Hour", "Stunde"),
        TrendSpan.Month => Say("Day", "Tag"),
        TrendSpan.Quarter => Say("Week from", "Woche ab"),
    };

    /// <summary>When a slot begins, as short as it is clear.</summary>
    public string SlotName(TrendSpan span, DateTimeOffset start) => span switch
    {
        TrendSpan.Day => start.UtcDateTime.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture),
        TrendSpan.Month or TrendSpan.Quarter => start.UtcDateTime.ToString(Say("d MMM", "d. MMM"), Culture),
    };

    /// <summary>A chart for whoever does not see it; its numbers stand in a table below.</summary>
    public string ChartInWords(string title, TrendSpan span, IReadOnlyList<DateTimeOffset> slots, IReadOnlyList<long> counts)
    {
        var most = counts.Max();
        var peak = SlotName(span, slots[counts.ToList().IndexOf(most)]);
        return Say(
            $"{title}, {Of(span)}: {Count(counts.Sum())} in all, most at {peak} with {Count(most)}.",
            $"{title}, {Of(span)}: insgesamt {Count(counts.Sum())}, am meisten bei {peak} mit {Count(most)}.");
    }
}
