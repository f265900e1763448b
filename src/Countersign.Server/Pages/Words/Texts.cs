using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Pages;

/// <summary>
/// Everything the pages say, both languages side by side: a text that lacks one does not compile. Split by the part of
/// the pages that says it.
/// </summary>
/// <param name="culture">The person's language, and how they write dates and numbers.</param>
/// <param name="now">For what is said in relation to the present.</param>
public sealed partial class Texts(CultureInfo culture, DateTimeOffset now)
{
    /// <summary>The person's language.</summary>
    public Language Language { get; } = Languages.Find(culture.TwoLetterISOLanguageName) ?? Language.English;

    /// <summary>How the person writes dates and numbers.</summary>
    public CultureInfo Culture { get; } = culture;

    /// <summary>A day.</summary>
    public string Day(DateTimeOffset at) => at.UtcDateTime.ToString(Say("d MMMM yyyy", "d. MMMM yyyy"), Culture);

    /// <summary>A day and a time; the page's script puts it into the person's own time zone.</summary>
    public string Instant(DateTimeOffset at) => string.Create(Culture, $"{at.UtcDateTime.ToString(Say("d MMM yyyy", "d. MMM yyyy"), Culture)}, {at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC");

    /// <summary>How long until an instant, in words a person would use, rounded up.</summary>
    public string Until(DateTimeOffset at)
    {
        var left = at - now;
        return left switch
        {
            { TotalSeconds: <= 90 } => Seconds(Math.Max(1, (int)Math.Ceiling(left.TotalSeconds))),
            { TotalMinutes: <= 90 } => Minutes((int)Math.Ceiling(left.TotalMinutes)),
            { TotalHours: <= 48 } => Hours((int)Math.Ceiling(left.TotalHours)),
            _ => Days((int)Math.Ceiling(left.TotalDays)),
        };
    }

    private string Seconds(int n) => n == 1 ? Say("1 second", "1 Sekunde") : Say($"{n} seconds", $"{n} Sekunden");

    private string Minutes(int n) => n == 1 ? Say("1 minute", "1 Minute") : Say($"{n} minutes", $"{n} Minuten");

    private string Hours(int n) => n == 1 ? Say("1 hour", "1 Stunde") : Say($"{n} hours", $"{n} Stunden");

    private string Days(int n) => n == 1 ? Say("1 day", "1 Tag") : Say($"{n} days", $"{n} Tage");

    private string Say(string english, string german) => Language.Say(english, german);
}
