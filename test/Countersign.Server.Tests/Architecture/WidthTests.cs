using System.Globalization;
using System.Text.RegularExpressions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Architecture;

/// <summary>
/// The width of <c>.editorconfig</c>, which no compiler knows. In C# a text is as wide as it is: what stands between quotes is not counted.
/// </summary>
public sealed partial class WidthTests
{
    private static readonly string[] Parts = ["src", "test", "bench", "tools"];

    private static readonly string[] Kinds = [".razor", ".css", ".js", ".sql", ".csproj"];

    private static readonly int Widest = int.Parse(
        Width().Match(File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig"))).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [Fact]
    public void No_line_of_code_is_wider_than_a_window_beside_another()
    {
        var wide =
            from part in (string[])["src", "test", "bench"]
            from file in SourceFile.Below(Path.Combine(Repository.Root, part))
            from line in WiderThanAllowed(file.Path, CodeOf(File.ReadLines(file.Path)))
            select line;

        None(wide);
    }

    [Fact]
    public void Nor_is_a_line_of_a_page_a_style_sheet_a_script_or_a_project()
    {
        var files = Parts.SelectMany(part => Directory.EnumerateFiles(
            Path.Combine(Repository.Root, part), "*", SearchOption.AllDirectories)).Where(IsWritten).Append(
                Path.Combine(Repository.Root, "run"));

        None(files.SelectMany(file => WiderThanAllowed(file, File.ReadLines(file))));
    }

    private static bool IsWritten(string file)
    {
        var path = Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar);
        return !path.Any(part => part is "bin" or "obj")
            && (Kinds.Contains(Path.GetExtension(file))
                || (path[0] is "bench" or "tools" && !path[^1].Contains('.', StringComparison.Ordinal)));
    }

    private static IEnumerable<string> WiderThanAllowed(string file, IEnumerable<string> lines) =>
        from line in lines.Index()
        where line.Item.Length > Widest
        select $"{Path.GetRelativePath(Repository.Root, file)}({line.Index + 1}): {line.Item.Length} wide";

    private static void None(IEnumerable<string> wide)
    {
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
