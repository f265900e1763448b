namespace Countersign.Cli.Flows;

/// <summary>What the browser shows when it has come back. Nothing of what it came with stands in them.</summary>
internal static class LandingPages
{
    /// <summary>Nothing is kept, loaded, framed or told to anybody: the address of the page had a code in it, spent by now.</summary>
    public const string Headers =
        "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n" +
        "X-Content-Type-Options: nosniff\r\nConnection: close\r\n" +
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action " +
            "'none'\r\n";

    public static string Done { get; } = Page("The command line is signed in", "You can close this window and go on there.");

    public static string Refused { get; } = Page("Refused", "The command line is not signed in. You can close this window.");

    public static string Failed { get; } = Page("That did not work", "The command line says why. You can close this window.");

    public static string NotOurs { get; } = Page("Not this one", "This is not the answer that the command line waits for.");

    public static string Nothing { get; } = Page("Nothing here", "There is only one answer that is waited for here.");

    private static string Page(string title, string sentence) =>
        $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}}</title>
        <style>
        body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1.5rem }
        h1 { font-size: 1.5rem }
        </style>
        </head>
        <body><main><h1>{{title}}</h1><p>{{sentence}}</p></main></body>
        </html>
        """;
}
