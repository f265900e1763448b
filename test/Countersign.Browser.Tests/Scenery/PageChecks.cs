using Countersign.Browser.Tests.Driving;
using Countersign.Core;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>What holds for every page in every state.</summary>
public static class PageChecks
{
    private const int LargestAsset = 30 * 1024;

    // What sticks out, if the page is wider than its window.
    private const string StickingOut =
        """
        (() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll('body *')].filter((part) => part.getBoundingClientRect().right > width + 1)
            .map((part) => `${part.tagName}.${part.className} ${part.textContent.trim().slice(0, 60)}`);
        })()
        """;

    private const string Assets =
        """
        (largest) => performance.getEntriesByType('resource')
          .filter((asset) => asset.decodedBodySize === 0 || asset.decodedBodySize > largest)
          .map((asset) => `${asset.name}: ${asset.decodedBodySize}`)
        """;

    private static readonly AxeRunOptions OnlyViolations = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>The page is heard and operated as well as seen (axe-core), in light and in dark colours.</summary>
    public static async Task IsForEverybody(IPage page)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
#pragma warning disable CS0618 // The newer way opens a second page for each look, for frames that we do not have (docs/decisions/0015).
            var found = (await page.RunAxeLegacy(context: null, options: OnlyViolations)).Violations.SelectMany(Sentences).ToList();
#pragma warning restore CS0618
            Assert.True(found.Count == 0, $"axe-core in {scheme}:\n{string.Join('\n', found)}");
        }
    }

    /// <summary>Nobody scrolls sideways, on a small phone or at 200 % zoom.</summary>
    public static async Task FitsIntoSmallWindows(IPage page)
    {
        foreach (var width in (int[])[Look.Phone, Look.DesktopZoomed])
        {
            await page.SetViewportSizeAsync(width, Look.HeightOf(width));
            var found = await page.EvaluateAsync<string[]>(StickingOut);
            Assert.True(found.Length == 0, $"At {width} px something sticks out:\n{string.Join('\n', found)}");
        }
    }

    /// <summary>
    /// In the language of the longest words nobody scrolls sideways either. A page that answers a form stays as it is: loading it again
    /// would send the form again.
    /// </summary>
    public static async Task FitsInGerman(Visitor visitor, IRequest document)
    {
        if (document.Method != "GET") return;

        await visitor.Page.Context.AddCookiesAsync(
            [new() { Name = "tfa_language", Value = Language.German.Code(), Url = visitor.Server.Pages }]);
        await visitor.Page.GotoAsync(document.Url);
        Assert.Equal(Language.German.Code(), await visitor.Page.GetAttributeAsync("html", "lang"));
        await visitor.Unfold();
        await FitsIntoSmallWindows(visitor.Page);
    }

    /// <summary>A page that answers a form sends nothing again when it is loaded again: its address shows a page by itself.</summary>
    public static async Task SendsNothingAgain(Visitor visitor, IRequest document)
    {
        if (document.Method == "GET") return;

        var again = await visitor.Page.ReloadAsync();
        Assert.Equal("GET", again!.Request.Method);
        Assert.True(again.Status < 400, $"{visitor.Page.Url} cannot be opened: {again.Status}");
    }

    /// <summary>Style sheet, scripts and pictures are small.</summary>
    public static async Task HasSmallAssets(IPage page)
    {
        var large = await page.EvaluateAsync<string[]>(Assets, LargestAsset);
        Assert.True(large.Length == 0, $"Too large, or without its size: {string.Join(", ", large)}");
    }

    private static IEnumerable<string> Sentences(AxeResultItem rule) => rule.Nodes.Select(node => $"{rule.Id}: {node.Html} ("
        + $"{string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message))})");
}
