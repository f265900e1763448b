using System.Globalization;
using System.Text;
using Countersign.Browser.Tests.Driving;
using Microsoft.Playwright;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>
/// Pictures of every scene, for people to look at: <c>./run gallery</c>. They are taken when <c>COUNTERSIGN_GALLERY</c>
/// names a folder, in the language that <c>COUNTERSIGN_GALLERY_LANGUAGE</c> names.
/// </summary>
public static class Gallery
{
    private static readonly (string Name, int Width, ColorScheme Scheme)[] Shots =
    [
        ("desktop-light", Look.Desktop, ColorScheme.Light), ("desktop-dark", Look.Desktop, ColorScheme.Dark),
        ("phone-light", Look.Phone, ColorScheme.Light), ("phone-dark", Look.Phone, ColorScheme.Dark),
    ];

    private static string? Folder { get; } =
        Environment.GetEnvironmentVariable("COUNTERSIGN_GALLERY") is { Length: > 0 } folder ? folder : null;

    /// <summary>The language of the pictures' pages.</summary>
    public static Core.Language Language { get; } =
        Core.Languages.Find(Environment.GetEnvironmentVariable("COUNTERSIGN_GALLERY_LANGUAGE")) ?? Core.Language.English;

    /// <summary>Takes the pictures of a scene; with what is folded once folded and once not.</summary>
    public static async Task Take(Scene scene, Visitor visitor)
    {
        if (Folder is null) return;

        await TakeAll(scene.Name, visitor.Page);
        if (await visitor.Page.Locator("main details:not([open])").CountAsync() == 0) return;

        await visitor.Unfold();
        await TakeAll($"{scene.Name}-unfolded", visitor.Page);
    }

    /// <summary>Takes one picture of a page as it is now.</summary>
    public static async Task TakeSheet(string name, IPage page)
    {
        if (Folder is not null) await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), FullPage = true });
    }

    /// <summary>Writes the page that shows them all.</summary>
    public static void WriteIndex()
    {
        if (Folder is null) return;

        var page = new StringBuilder("<!doctype html>\n<meta charset=\"utf-8\">\n<title>Gallery</title>\n")
            .Append("<style>body{font:1rem system-ui;margin:2rem;background:#ddd}div{display:flex;gap:1rem;align-items:flex-start;overflow-x:auto;padding-block-end:1rem}img{max-height:60rem}</style>\n");
        foreach (var name in Scenes.All.SelectMany(scene => (string[])[scene.Name, $"{scene.Name}-unfolded"]).Where(IsTaken))
        {
            page.Append("<h2>").Append(name).Append("</h2>\n<div>\n");
            foreach (var shot in Shots) page.Append(CultureInfo.InvariantCulture,
                $"  <a href=\"{name}.{shot.Name}.png\"><img loading=\"lazy\" alt=\"{shot.Name}\" src=\"{name}.{shot.Name}.png\"></a>\n");
            page.Append("</div>\n");
        }

        File.WriteAllText(Path.Combine(Folder, "index.html"), page.ToString());
    }

    private static async Task TakeAll(string name, IPage page)
    {
        foreach (var shot in Shots)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = shot.Scheme });
            await page.SetViewportSizeAsync(shot.Width, Look.HeightOf(shot.Width));
            await page.ScreenshotAsync(new() { Path = FileOf(name, shot.Name), FullPage = true, Caret = ScreenshotCaret.Hide });
        }
    }

    private static bool IsTaken(string name) => File.Exists(FileOf(name, Shots[0].Name));

    private static string FileOf(string name, string shot) => Path.Combine(Folder!, $"{name}.{shot}.png");
}
