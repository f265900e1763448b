using System.Collections.Immutable;
using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Settings;

/// <summary>The plain kinds of values: numbers, times, rates, words.</summary>
public static class SettingsKinds
{
    /// <summary>A whole number within bounds.</summary>
    public static SettingKind<int> Whole(int least, int most) => new(
        $"a whole number from {least} to {most}", "",
        (string text, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);

    /// <summary>A length of time within bounds, such as <c>90s</c>, <c>15m</c>, <c>24h</c> or <c>30d</c>.</summary>
    public static SettingKind<TimeSpan> Span(string least, string most)
    {
        var (from, to) = (ReadSpan(least)!.Value, ReadSpan(most)!.Value);
        return new($"a time from {least} to {most} (a number and s, m, h or d)", "", (string text, out TimeSpan value) =>
        {
            value = ReadSpan(text) ?? TimeSpan.MinValue;
            return value >= from && value <= to;
        });
    }

    /// <summary>So many in so long, such as <c>10/1h</c>.</summary>
    public static SettingKind<Rate> Rate(int most, string longest)
    {
        var window = ReadSpan(longest)!.Value;
        return new($"a number up to {most}, a slash and a time up to {longest}", "", (string text, out Rate value) =>
        {
            value = ReadRate(text) ?? default;
            return value.Count >= 1 && value.Count <= most && value.Window > TimeSpan.Zero && value.Window <= window;
        });
    }

    /// <summary>One word of a closed list.</summary>
    public static SettingKind<T> OneOf<T>(params (string Word, T Value)[] words) => new(
        string.Join(" or ", words.Select(word => $"`{word.Word}`")), "", (string text, out T value) =>
        {
            var at = Array.FindIndex(words, word => string.Equals(word.Word, text, StringComparison.OrdinalIgnoreCase));
            value = at < 0 ? default! : words[at].Value;
            return at >= 0;
        });

    /// <summary>Some words of a closed list, or <c>none</c>.</summary>
    public static SettingKind<ImmutableHashSet<T>> SomeOf<T>(params (string Word, T Value)[] words) => new(
        $"`none`, or {string.Join(", ", words[..^1].Select(word => $"`{word.Word}`"))} and `{words[^1].Word}` with commas between them",
        string.Join(',', words.Select(word => word.Word)), (string text, out ImmutableHashSet<T> value) =>
        {
            value = [];
            var parts = PartsOf(text);
            if (parts is [var only] && string.Equals(only, "none", StringComparison.OrdinalIgnoreCase)) return true;

            foreach (var part in parts)
            {
                var at = Array.FindIndex(words, word => string.Equals(word.Word, part, StringComparison.OrdinalIgnoreCase));
                if (at < 0) return false;
                value = value.Add(words[at].Value);
            }

            return parts.Length > 0;
        });

    /// <summary>The parts of a list. A comma too many, or a space in its place, names nothing more.</summary>
    public static string[] PartsOf(string text) =>
        text.Split([',', ';', ' ', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Words for yes and no.</summary>
    public static SettingKind<bool> OnOff { get; } =
        OneOf(("on", true), ("off", false), ("true", true), ("false", false)) with { Allowed = "`on` or `off`" };

    /// <summary>A line of text within bounds, without the blanks around it.</summary>
    public static SettingKind<string> Line(int shortest, int longest, string example) => new(
        $"a line of {shortest} to {longest} characters", example, (string text, out string value) =>
        {
            value = text.Trim();
            return value.Length >= shortest && value.Length <= longest && !value.Any(char.IsControl);
        });

    /// <summary>A path, made absolute.</summary>
    public static SettingKind<string> FilePath(string example) => new(
        "a path", example, (string text, out string value) =>
        {
            var good = text.Trim().Length > 0 && !text.Contains('\0', StringComparison.Ordinal);
            value = good ? Path.GetFullPath(text) : "";
            return good;
        });

    private static Rate? ReadRate(string text) =>
        text.Split('/') is [var count, var window]
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && ReadSpan(window) is { } span
            ? new Rate(number, span)
            : null;

    private static TimeSpan? ReadSpan(string text) =>
        text.Length >= 2
        && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && UnitOf(text[^1]) is { } unit
        && number <= TimeSpan.MaxValue.Ticks / unit.Ticks
            ? number * unit
            : null;

    private static TimeSpan? UnitOf(char unit) => unit switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null, // an open list: anything else an operator may type
    };
}
