using System.Globalization;
using Countersign.Core;
using Microsoft.Playwright;

namespace Countersign.Browser.Tests.Driving;

/// <summary>What a person looks through: how wide their window is, light or dark, with or without scripts, in which language.</summary>
public sealed record Look(int Width = Look.Desktop, bool IsDark = false, bool HasScripts = true, Language Language = Language.English)
{
    /// <summary>The window of a computer.</summary>
    public const int Desktop = 1280;

    /// <summary>The same at 200 % zoom: half as many CSS pixels (WCAG 1.4.4).</summary>
    public const int DesktopZoomed = Desktop / 2;

    /// <summary>A small phone held upright.</summary>
    public const int Phone = 360;

    /// <summary>Without scripts, as some people and all old browsers are.</summary>
    public static Look WithoutScripts { get; } = new(HasScripts: false);

    /// <summary>How high the window is.</summary>
    public int Height => HeightOf(Width);

    internal BrowserNewContextOptions Options => new()
    {
        ViewportSize = new() { Width = Width, Height = Height },
        ColorScheme = IsDark ? ColorScheme.Dark : ColorScheme.Light,
        JavaScriptEnabled = HasScripts,
        Locale = Language is Language.English ? "en-GB" : CultureInfo.CreateSpecificCulture(Language.Code()).Name,
        TimezoneId = "UTC",
    };

    /// <summary>How high a window of this width is.</summary>
    public static int HeightOf(int width) => width > DesktopZoomed ? 800 : 740;
}
