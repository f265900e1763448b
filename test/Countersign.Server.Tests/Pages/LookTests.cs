using System.Net;
using System.Text.RegularExpressions;
using Countersign.Server.Delivery;
using Countersign.Server.Pages;
using Countersign.Server.Settings;
using Countersign.TestKit;
using FsCheck.Xunit;
using Xunit;

namespace Countersign.Server.Tests.Pages;

/// <summary>The operator's dress: their colour, their picture, and where people turn to, on pages and in mails.</summary>
public sealed partial class LookTests
{
    private static readonly Rgb Page = new(0xf5, 0xf6, 0xf8);
    private static readonly Rgb DarkPage = new(0x0e, 0x10, 0x15);
    private static readonly Rgb DarkCard = new(0x17, 0x1a, 0x21);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // WCAG 2.2, 1.4.3.
    [Property]
    public void Whatever_colour_is_taken_is_read_in_every_place_and_in_the_dark(byte red, byte green, byte blue)
    {
        var color = new Rgb(red, green, blue);
        if (!SettingsLook.Color.TryRead(color.ToString(), out _)) return;

        var shades = Shade().Matches(PageLook.SheetOf(color)).ToLookup(
            match => match.Groups[1].Value, match => Rgb.TryParse(match.Groups[2].Value, out var shade) ? shade : Rgb.White);
        Rgb Light(string name) => shades[name].First();
        Rgb Dark(string name) => shades[name].Last();

        Assert.All([Rgb.White, Page, Light("wash")], ground => Assert.True(Light("accent").ContrastTo(ground) >= 4.5, $"{color} on {ground}"));
        Assert.True(Light("accent-strong").ContrastTo(Rgb.White) >= 4.5, $"{color}, stronger");
        Assert.All([DarkCard, DarkPage, Dark("wash"), Dark("on-accent")],
            ground => Assert.True(Dark("accent").ContrastTo(ground) >= 4.5, $"{color} as {Dark("accent")} on {ground} in the dark"));
        Assert.True(Dark("accent-strong").ContrastTo(Dark("on-accent")) >= 4.5, $"{color}, stronger in the dark");
    }

    [Fact]
    public async Task Pages_and_mails_wear_it()
    {
        var logo = Path.Combine(Directory.CreateTempSubdirectory().FullName, "logo.png");
        await File.WriteAllBytesAsync(logo, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3], Ct);
        await using var server = await TestServer.Start(
            ("COLOR", "#00603c"), ("LOGO", logo), ("ISSUER", "Example"), ("SUPPORT", "help@example.org"),
            ("IMPRINT", "https://example.org/imprint"), ("PRIVACY", "https://example.org/privacy"));

        var page = await server.Browser().Open(PagePaths.SignIn);

        Assert.Contains("href=\"mailto:help@example.org\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://example.org/imprint\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://example.org/privacy\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("alt=\"Example\"", page.Html, StringComparison.Ordinal);
        var sheet = Asset().Matches(page.Html).Single(match => match.Value.EndsWith("look.css", StringComparison.Ordinal)).Value;
        Assert.Contains("--accent: #00603c", await server.Http.GetStringAsync(new Uri(sheet, UriKind.Relative), Ct), StringComparison.Ordinal);
        var picture = Asset().Matches(page.Html).Single(match => match.Value.EndsWith("logo.png", StringComparison.Ordinal)).Value;
        Assert.Equal(11, (await server.Http.GetByteArrayAsync(new Uri(picture, UriKind.Relative), Ct)).Length);
        using var other = await server.Http.GetAsync(new Uri("/assets/000000000000/look.css", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);

        await server.Stranger().Post("/users/", new { email = "mary@example.org", username = "mary", password = TestPerson.Password });
        var mail = await server.Inbox.Next("mary@example.org", Ct);
        Assert.EndsWith(
            "-- \nExample\nhelp@example.org\nhttps://example.org/imprint\nhttps://example.org/privacy", mail.Text.TrimEnd(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_dressed_half_of_a_mail_says_at_its_foot_where_people_turn_to()
    {
        var words = new MessageTexts("Example", new("https://login.example.org"), look: new()
        {
            Support = new("help@example.org", "mailto:help@example.org"),
            Privacy = new("https://example.org/privacy?a=1&b=2"),
        });

        var html = words.ConfirmSignUp(new("https://login.example.org/verify-email"), TimeSpan.FromMinutes(15)).Html;

        Assert.Contains(">Example<br>help@example.org<br>https://example.org/privacy?a=1&amp;b=2</p>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_dress_pages_wear_ours_and_lead_nowhere()
    {
        await using var server = await TestServer.Start();
        var page = await server.Browser().Open(PagePaths.SignIn);

        Assert.DoesNotContain("look.css", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"links\"", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help@example.org", "help@example.org", "mailto:help@example.org")]
    [InlineData("a+b@example.org", "a+b@example.org", "mailto:a%2Bb@example.org")]
    [InlineData("https://example.org/help?a=1", "https://example.org/help?a=1", "https://example.org/help?a=1")]
    public void Help_is_at_an_address_or_on_a_page(string typed, string text, string link)
    {
        Assert.True(SettingsLook.Contact.TryRead(typed, out var contact));
        Assert.Equal(new Contact(text, link), contact);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("http://example.org/help")]
    [InlineData("javascript:alert(1)")]
    [InlineData("Help <help@example.org>")]
    [InlineData("https://user:secret@example.org/")]
    public void And_nowhere_else(string typed) => Assert.False(SettingsLook.Contact.TryRead(typed, out _));

    [GeneratedRegex("--([a-z-]+): (#[0-9a-f]{6})")]
    private static partial Regex Shade();

    [GeneratedRegex("/assets/[0-9a-f]{12}/[a-z.]+")]
    private static partial Regex Asset();
}
