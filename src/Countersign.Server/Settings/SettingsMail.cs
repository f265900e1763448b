using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Countersign.Server.Settings;

/// <summary>The kinds of values that say who vouches for our e-mail and what it looks like.</summary>
public static partial class SettingsMail
{
    // WCAG 2.2, 1.4.3. A code stands on the light grey of its box, which is the harder of the two backgrounds.
    private const double LeastContrast = 4.5;
    private const string CodeBox = "#f3f4f7";

    /// <summary>Keys that sign, or <c>none</c>.</summary>
    public static SettingKind<ImmutableArray<SigningKey>> SigningKeys { get; } = new(
        "`none`, or names with a colon and the path of a private key (PEM) behind each, and commas between them",
        "mail2026:/etc/countersign/dkim.pem",
        (string text, out ImmutableArray<SigningKey> value) =>
        {
            value = [];
            if (string.Equals(text.Trim(), "none", StringComparison.OrdinalIgnoreCase)) return true;

            foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (Selector().Match(part) is not { Success: true, Length: var length } || length == part.Length) return false;
                value = value.Add(new(part[..(length - 1)].ToLowerInvariant(), Path.GetFullPath(part[length..])));
            }

            return !value.IsEmpty && value.Select(key => key.Selector).Distinct().Count() == value.Length;
        });

    /// <summary>Who tells of bounces, or <c>none</c>.</summary>
    public static SettingKind<MailBounces?> Bounces { get; } = new(
        "`none`, `postmark://user:password`, `mailgun://signing-key` or `ses://arn:aws:sns:region:account:topic` (parts percent-encoded; " +
            "secrets of 12 characters or more)",
        "postmark://bounces:a-long-password",
        (string text, out MailBounces? value) =>
        {
            var isNone = string.Equals(text.Trim(), "none", StringComparison.OrdinalIgnoreCase);
            value = isNone ? null : MailBounces.Read(text);
            return value is not null || isNone;
        });

    /// <summary>A colour that can be read on a light ground, and white on it.</summary>
    public static SettingKind<string> Color { get; } = new(
        "a colour as `#` and six hexadecimal digits, dark enough to be read on white (contrast 4.5 to 1)", "#00603c",
        (string text, out string value) =>
        {
            value = text.Trim().ToLowerInvariant();
            return Contrast(value) >= LeastContrast;
        })
    {
        Why = text => Contrast(text.Trim().ToLowerInvariant()) is { } contrast and < LeastContrast
            ? string.Create(CultureInfo.InvariantCulture, $"The contrast of this one is {contrast:0.0} to 1: take a darker one.")
            : null,
    };

    // RFC 6376 §3.1: parts of a domain name. One of a single letter is none: that would be the drive of a path.
    [GeneratedRegex("^(?=[^:]{2,63}:)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*:", RegexOptions.IgnoreCase)]
    private static partial Regex Selector();

    // Null: it is no colour.
    private static double? Contrast(string color) =>
        Luminance(color) is { } ours ? (Luminance(CodeBox)!.Value + 0.05) / (ours + 0.05) : null;

    // WCAG 2.2, relative luminance.
    private static double? Luminance(string color)
    {
        if (color is not ['#', _, _, _, _, _, _]
            || !int.TryParse(color.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var all)) return null;

        return (0.2126 * Linear(all >> 16)) + (0.7152 * Linear(all >> 8)) + (0.0722 * Linear(all));
    }

    private static double Linear(int channel)
    {
        var share = (channel & 0xff) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
