using System.Text.RegularExpressions;
using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>What a person reads on the page before them: words, as they are seen and not as they are marked up.</summary>
internal static partial class Reading
{
    /// <summary>The page or a part of it has this heading.</summary>
    public static async Task Finds(this Visitor visitor, string heading) =>
        Assert.Contains(heading, (await visitor.Page.Locator("main :is(h1, h2):visible").AllInnerTextsAsync()).Select(OnOneLine));

    /// <summary>These words are on the page.</summary>
    public static async Task Reads(this Visitor visitor, params string[] words)
    {
        var text = await visitor.Words();
        foreach (var phrase in words)
            Assert.True(text.Contains(phrase, StringComparison.Ordinal), $"“{phrase}” is not on the page: {text}");
    }

    /// <summary>These are not.</summary>
    public static async Task DoesNotRead(this Visitor visitor, params string[] words)
    {
        var text = await visitor.Words();
        foreach (var phrase in words) Assert.False(text.Contains(phrase, StringComparison.Ordinal), $"“{phrase}” is on the page: {text}");
    }

    /// <summary>The message that says what came of the last step says this.</summary>
    public static async Task IsTold(this Visitor visitor, string words) =>
        Assert.Contains(words, OnOneLine(await visitor.Page.Locator("main .notice").First.InnerTextAsync()), StringComparison.Ordinal);

    /// <summary>They are inside: the page of their security settings is open to them.</summary>
    public static async Task IsIn(this Visitor visitor)
    {
        await visitor.Open(PagePaths.Security);
        Assert.Equal(PagePaths.Security, visitor.Path);
    }

    /// <summary>They are outside: the same page leads them to signing in.</summary>
    public static async Task IsOut(this Visitor visitor)
    {
        await visitor.Open(PagePaths.Security);
        Assert.Equal(PagePaths.SignIn, visitor.Path);
    }

    /// <summary>Everything to be read in the page's main part.</summary>
    public static async Task<string> Words(this Visitor visitor) => OnOneLine(await visitor.Page.Locator("main").InnerTextAsync());

    // A soft hyphen is not seen where the word fits into its line.
    private static string OnOneLine(string text) => Space().Replace(text, " ").Replace("\u00AD", "", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
