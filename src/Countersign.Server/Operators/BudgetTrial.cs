using System.Collections.Immutable;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Settings;

namespace Countersign.Server.Operators;

/// <summary>What can be typed about a trial of other limits.</summary>
public enum TrialField
{
    Day,
    InAll,
    PerCountry,
    PerPrefix,
    PerNumber,
    Countries,
    Price,
}

/// <summary>A day of the past under limits that may be others than now.</summary>
/// <param name="Day">Its midnight, of UTC.</param>
/// <param name="Price">Of one text message, in whatever money; 0: nobody said.</param>
public sealed record BudgetTrial(DateTimeOffset Day, SendLimits Limits, decimal Price)
{
    private static readonly SettingKind<Rate> Rates = SettingsKinds.Rate(10_000_000, "30d");

    private static readonly SettingKind<DateTimeOffset> Days = new("a date", "2026-11-01", (string text, out DateTimeOffset value) =>
        DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value));

    private static readonly SettingKind<decimal> Prices = new("a price", "0.05", (string text, out decimal value) =>
        decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
        && value <= 1000);

    /// <summary>The day before an instant.</summary>
    public static DateTimeOffset DayBefore(DateTimeOffset now) => new(now.UtcDateTime.Date.AddDays(-1), TimeSpan.Zero);

    /// <summary>Reads one; what is empty is as it is now, and the day is yesterday.</summary>
    /// <returns>The trial, or which fields cannot be read.</returns>
    public static (BudgetTrial? Trial, IReadOnlyList<TrialField> Wrong) Read(
        Func<TrialField, string> typed, SendLimits limits, DateTimeOffset now)
    {
        var wrong = new List<TrialField>();
        var trial = new BudgetTrial(Of(TrialField.Day, Days, DayBefore(now)), limits with
        {
            SmsInAll = Of(TrialField.InAll, Rates, limits.SmsInAll),
            SmsPerCountry = Of(TrialField.PerCountry, Rates, limits.SmsPerCountry),
            SmsPerPrefix = Of(TrialField.PerPrefix, Rates, limits.SmsPerPrefix),
            SmsPerNumberLong = Of(TrialField.PerNumber, Rates, limits.SmsPerNumberLong),
            SmsCountries = Of(TrialField.Countries, SettingsAddresses.Regions, limits.SmsCountries),
        }, Of(TrialField.Price, Prices, 0));
        return wrong.Count == 0 ? (trial, wrong) : (null, wrong);

        T Of<T>(TrialField field, SettingKind<T> kind, T otherwise)
        {
            var text = typed(field).Trim();
            if (text.Length == 0) return otherwise;
            if (kind.TryRead(text, out var value)) return value;

            wrong.Add(field);
            return otherwise;
        }
    }

    /// <summary>Whether a text can be read.</summary>
    public static bool IsGood(TrialField field, string text) =>
        Read(other => other == field ? text : "", new(), DateTimeOffset.UnixEpoch.AddDays(2)).Wrong.Count == 0;

    /// <summary>A text that can be read.</summary>
    public static string ExampleOf(TrialField field) => field switch
    {
        TrialField.Day => Days.Example,
        TrialField.InAll => "2000/1d",
        TrialField.PerCountry => "500/1d",
        TrialField.PerPrefix => "20/1h",
        TrialField.PerNumber => "10/1d",
        TrialField.Countries => SettingsAddresses.Regions.Example,
        TrialField.Price => Prices.Example,
    };

    /// <summary>A field as it would be typed.</summary>
    public string TextOf(TrialField field) => field switch
    {
        TrialField.Day => Day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TrialField.InAll => TextOf(Limits.SmsInAll),
        TrialField.PerCountry => TextOf(Limits.SmsPerCountry),
        TrialField.PerPrefix => TextOf(Limits.SmsPerPrefix),
        TrialField.PerNumber => TextOf(Limits.SmsPerNumberLong),
        TrialField.Countries => TextOf(Limits.SmsCountries),
        TrialField.Price => Price == 0 ? "" : Price.ToString(CultureInfo.InvariantCulture),
    };

    private static string TextOf(ImmutableHashSet<Region> regions) =>
        string.Join(',', regions.Select(region => region.Code).Order(StringComparer.Ordinal));

    private static string TextOf(Rate rate)
    {
        var seconds = (long)rate.Window.TotalSeconds;
        var (number, unit) = (seconds % 86400, seconds % 3600, seconds % 60) switch
        {
            (0, _, _) => (seconds / 86400, "d"),
            (_, 0, _) => (seconds / 3600, "h"),
            (_, _, 0) => (seconds / 60, "m"),
            _ => (seconds, "s"), // an open list: any other number of seconds
        };
        return string.Create(CultureInfo.InvariantCulture, $"{rate.Count}/{number}{unit}");
    }
}
