using System.CommandLine;
using System.Globalization;

namespace Countersign.Server.Admin;

/// <summary>An instant that something begins with: a date, or a date and a time, of UTC if it does not say otherwise.</summary>
internal static class SinceOption
{
    private const DateTimeStyles OfUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>The option.</summary>
    public static Option<DateTimeOffset?> Of(string description) => new("--since")
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = given =>
        {
            if (DateTimeOffset.TryParse(given.Tokens[0].Value, CultureInfo.InvariantCulture, OfUtc, out var at)) return at;

            given.AddError("--since must be a date such as 2026-11-01, or a date and a time such as 2026-11-01T09:30:00Z.");
            return null;
        },
    };
}
