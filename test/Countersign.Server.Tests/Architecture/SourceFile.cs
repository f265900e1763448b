using System.Text.RegularExpressions;
using Countersign.TestKit;

namespace Countersign.Server.Tests.Architecture;

/// <summary>A file of the source tree.</summary>
/// <param name="Room">The folder it lies in below its project; empty at the top.</param>
/// <param name="Code">Its text without comments.</param>
internal sealed record SourceFile(string Path, string Room, string Code, int Lines)
{
    /// <summary>The files of one project below <c>src</c>.</summary>
    public static IEnumerable<SourceFile> Of(string project) => Below(System.IO.Path.Combine(Repository.Root, "src", project));

    /// <summary>All files below a folder but those that a build made.</summary>
    public static IEnumerable<SourceFile> Below(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        let path = System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/')
        where !path.Split('/').Any(part => part is "bin" or "obj")
        let text = File.ReadAllText(file)
        select new SourceFile(file, path.Contains('/', StringComparison.Ordinal) ? path.Split('/')[0] : "", Uncommented(text), text.Count(
            letter => letter == '\n'));

    /// <summary>The rooms that are named here, by a using directive or by a qualified name, and in which line.</summary>
    public IEnumerable<(string Room, int Line)> NamedRooms()
    {
        var rooms = string.Join('|', Rooms.Floors.SelectMany(floor => floor));
        foreach (Match named in Regex.Matches(Code, $@"Countersign\.Server\.({rooms})\b|(?<![\w.])({rooms})\.[A-Z]"))
            yield return (named.Groups[1].Success ? named.Groups[1].Value : named.Groups[2].Value, 1 + Code.AsSpan(0, named.Index).Count(
                '\n'));
    }

    private static string Uncommented(string text) => Regex.Replace(text, "^[ ]*//.*$", "", RegexOptions.Multiline);
}
