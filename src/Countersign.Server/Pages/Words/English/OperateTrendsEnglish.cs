using Countersign.Server.Operators;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateTrendsEnglish(Texts all) : OperateTrendsTexts(all)
{
    public override string TrendsLead => "How people signed in, and what kept them out. Nobody is named here.";
    public override string TrendSpans => "How far back";
    public override string TrendsInUtc => "Hours and days are those of UTC. The last one is still going on.";
    public override string ByWay => "By method, each on a scale of its own";
    public override string Numbers => "The numbers";
    public override string Sum => "All";

    public override string Of(TrendSpan span) => span switch
    {
        TrendSpan.Day => "24 hours",
        TrendSpan.Month => "30 days",
        TrendSpan.Quarter => "12 weeks",
    };

    public override string Of(TrendStory story) => story switch
    {
        TrendStory.SignIns => "Sign-ins",
        TrendStory.WrongPasswords => "Wrong passwords",
        TrendStory.RefusedCodes => "Refused codes",
        TrendStory.Locks => "Locks",
        TrendStory.CodesSent => "Codes sent",
    };

    public override string Of(TrendWay way) => way switch
    {
        TrendWay.App => "Authenticator app",
        TrendWay.Sms => "Text message",
        TrendWay.Email => "E-mail",
        TrendWay.Passkey => "Passkey",
        TrendWay.RecoveryCode => "Recovery code",
        TrendWay.RememberedBrowser => "Remembered browser",
        TrendWay.AllowedAtPage => "Command line, allowed in a browser",
        TrendWay.PasswordAlone => "Password alone",
    };

    public override string NothingYet(TrendStory story) => story switch
    {
        TrendStory.SignIns => "Nobody signed in.",
        TrendStory.WrongPasswords => "No password was wrong.",
        TrendStory.RefusedCodes => "No code was refused.",
        TrendStory.Locks => "Nothing was locked.",
        TrendStory.CodesSent => "No code was sent.",
    };

    public override string? LeadsOn(TrendStory story) => story switch
    {
        TrendStory.Locks => "Who is locked now",
        TrendStory.CodesSent => "What became of the messages",
        TrendStory.SignIns or TrendStory.WrongPasswords or TrendStory.RefusedCodes => null,
    };

    public override string Compared(TrendChart chart, TrendSpan span) => span switch
    {
        TrendSpan.Day => $"{Count(chart.Before)} in the 24 hours before",
        TrendSpan.Month => $"{Count(chart.Before)} in the 30 days before",
        TrendSpan.Quarter => $"{Count(chart.Before)} in the 12 weeks before",
    };

    public override string SlotHeading(TrendSpan span) => span switch
    {
        TrendSpan.Day => "Hour",
        TrendSpan.Month => "Day",
        TrendSpan.Quarter => "Week from",
    };

    public override string SlotName(TrendSpan span, DateTimeOffset start) => span switch
    {
        TrendSpan.Day => start.UtcDateTime.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture),
        TrendSpan.Month or TrendSpan.Quarter => start.UtcDateTime.ToString("d MMM", Culture),
    };

    public override string ChartInWords(string title, TrendSpan span, IReadOnlyList<DateTimeOffset> slots, IReadOnlyList<long> counts)
    {
        var most = counts.Max();
        var peak = SlotName(span, slots[counts.ToList().IndexOf(most)]);
        return $"{title}, {Of(span)}: {Count(counts.Sum())} in all, most at {peak} with {Count(most)}.";
    }
}
