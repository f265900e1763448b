using System.Globalization;
using System.Text.RegularExpressions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Architecture;

/// <summary>The width of <c>.editorconfig</c>, which no compiler knows.</summary>
public sealed partial class WidthTests
{
    [Fact]
    public void No_line_is_wider_than_a_window_beside_another()
    {
        var settings = File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig"));
        var widest = int.Parse(Width().Match(settings).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

        Assert.Empty(from part in (string[])["src", "test"]
                     from file in SourceFile.Below(Path.Combine(Repository.Root, part))
                     from line in File.ReadLines(file.Path).Index()
                     where line.Item.Length > widest
                     select $"{Path.GetRelativePath(Repository.Root, file.Path)}:{line.Index + 1} is {line.Item.Length} wide");
    }

    [GeneratedRegex(@"^max_line_length = (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Width();
}
