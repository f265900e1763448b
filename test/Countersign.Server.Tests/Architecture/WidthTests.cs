using System.Globalization;
using System.Text.RegularExpressions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Architecture;

/// <summary>
/// The width of <c>.editorconfig</c>, which no compiler knows. A text is as wide as it is: what stands between quotes is not counted.
/// </summary>
public sealed partial class WidthTests
{
    [Fact]
    public void No_line_of_code_is_wider_than_a_window_beside_another()
    {
        var settings = File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig"));
        var widest = int.Parse(Width().Match(settings).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var wide =
            from part in (string[])["src", "test", "bench"]
            from file in SourceFile.Below(Path.Combine(Repository.Root, part))
            from line in CodeOf(File.ReadLines(file.Path)).Index()
            where line.Item.Length > widest
            select $"{Path.GetRelativePath(Repository.Root, file.Path)}({line.Index + 1}): {line.Item.Length} wide";

        var all = wide.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static IEnumerable<string> CodeOf(IEnumerable<string> lines)
    {
        var isText = false;
        foreach (var line in lines)
        {
            var wasText = isText;
            if (Fence().Count(line) % 2 == 1) isText = !isText;
            yield return wasText || isText ? "" : Quoted().Replace(line, "\"\"");
        }
    }

    [GeneratedRegex(@"^max_line_length = (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Width();

    [GeneratedRegex("\"{3,}")]
    private static partial Regex Fence();

    [GeneratedRegex("""
        "{3}.*?"{3}|"(?:[^"\\]|\\.)*"
        """)]
    private static partial Regex Quoted();
}
