namespace Countersign.Server.Pages;

/// <summary>
/// Names browser and system behind what a browser says it is, for people to recognise their devices by. What everybody
/// claims to be ("Safari", "Linux") is asked last. Nothing depends on it.
/// </summary>
public static class UserAgents
{
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Vivaldi", "Vivaldi"), ("SamsungBrowser", "Samsung Internet"),
            ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"),
            ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>The browser, or null.</summary>
    public static string? Browser(string userAgent) => First(Browsers, userAgent);

    /// <summary>The system, or null.</summary>
    public static string? System(string userAgent) => First(Systems, userAgent);

    private static string? First((string Mark, string Name)[] known, string userAgent) =>
        known.Where(pair => userAgent.Contains(pair.Mark, StringComparison.Ordinal)).Select(pair => pair.Name).FirstOrDefault();
}
