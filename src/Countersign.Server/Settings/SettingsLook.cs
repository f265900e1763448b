using System.Globalization;
using System.Net.Mail;

namespace Countersign.Server.Settings;

/// <summary>The kinds of values that say what the service looks like to its people, and where they turn to.</summary>
public static class SettingsLook
{
    // WCAG 2.2, 1.4.3. A code stands on the light grey of its box, which is the harder of the backgrounds.
    private const double LeastContrast = 4.5;

    private static readonly Rgb CodeBox = new(0xf3, 0xf4, 0xf7);

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

    /// <summary>Where people get help: an e-mail address or a page.</summary>
    public static SettingKind<Contact> Contact { get; } = new(
        "an e-mail address or an https:// address", "help@example.org", (string text, out Contact value) =>
        {
            var typed = text.Trim();
            value = MailAddress.TryCreate(typed, out var mail) && mail.Address == typed
                ? new(typed, $"mailto:{Uri.EscapeDataString(mail.User)}@{mail.Host}")
                : PageAt(typed) is { } page ? new(page.AbsoluteUri, page.AbsoluteUri) : null!;
            return value is not null;
        });

    /// <summary>A page of the operator's.</summary>
    public static SettingKind<Uri> WebPage { get; } = new(
        "an https:// address", "https://example.org/privacy", (string text, out Uri value) =>
        {
            value = PageAt(text.Trim())!;
            return value is not null;
        });

    private static Uri? PageAt(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var page) && page.Scheme == Uri.UriSchemeHttps && page.UserInfo.Length == 0 ? page : null;

    // Null: it is no colour. One that is lighter than its ground is read by nobody.
    private static double? Contrast(string text) => Rgb.TryParse(text, out var color)
        ? color.ContrastTo(Rgb.White) > CodeBox.ContrastTo(Rgb.White) ? color.ContrastTo(CodeBox) : 1 / color.ContrastTo(CodeBox)
        : null;
}
