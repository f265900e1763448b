using System.Net;
using System.Text.RegularExpressions;
using Countersign.Server.Pages;
using Countersign.TestKit;

namespace Countersign.Server.Tests.Stories;

/// <summary>What people do with passkeys at the pages.</summary>
internal static partial class PasskeySteps
{
    /// <summary>Where the pages are, for the browser.</summary>
    public const string Origin = "http://localhost:8099";

    /// <summary>A server that is reached by a name, which passkeys need.</summary>
    public static Task<TestServer> Start(params (string Name, string Value)[] settings) =>
        TestServer.Start([("BASE_URL", Origin), .. settings]);

    /// <summary>What a page asks a passkey.</summary>
    public static string Asked(this PageAnswer page) => WebUtility.HtmlDecode(Options().Match(page.Html).Groups[1].Value) is { Length: > 0 }
        options ? options : throw new InvalidOperationException($"The page asks no passkey. It says: {page.Text}");

    /// <summary>Proves who it is with the app, and opens the page of a new passkey.</summary>
    public static async Task<PageAnswer> ToNewPasskey(this PageVisitor browser, TestPerson person)
    {
        await browser.Submit(await browser.Open(PagePaths.Security), PagePaths.AddStart);
        await browser.Submit(await browser.Open(PagePaths.AddProve), PagePaths.AddProve, ("code", person.Phone.NextCode()));
        return await browser.Open(PagePaths.AddPasskey);
    }

    /// <summary>Adds a passkey of this device beside the app.</summary>
    public static async Task AddPasskey(this PageVisitor browser, TestPerson person, PasskeyDevice device, string origin = Origin)
    {
        var page = await browser.ToNewPasskey(person);
        var led = await browser.Submit(page, PagePaths.AddPasskey, ("passkey", device.Make(page.Asked(), origin)), ("label", "Laptop"));
        if (led.Location != $"{PagePaths.Security}?said=methodadded") throw new InvalidOperationException($"{led.Location} {led.Text}");
    }

    /// <summary>Gives the password, and opens the page that asks for the passkey.</summary>
    public static async Task<PageAnswer> ToPasskey(this PageVisitor browser, TestPerson person)
    {
        await browser.Submit(
            await browser.Open(PagePaths.SignIn), PagePaths.SignIn, ("name", person.Email), ("password", TestPerson.Password));
        return await browser.Open($"{PagePaths.Prompt}?way=passkey");
    }

    /// <summary>Answers what a page asks.</summary>
    public static Task<PageAnswer> Answer(
        this PageVisitor browser, PageAnswer page, string action, PasskeyDevice device, Twist twist = Twist.None, string origin = Origin) =>
        browser.Submit(page, action, ("passkey", device.Sign(page.Asked(), origin, twist)));

    [GeneratedRegex("data-options=\"([^\"]*)\"")]
    private static partial Regex Options();
}
