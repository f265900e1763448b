namespace Countersign.Core.Tests;

/// <summary>Published or generated cases as a file: one a line, fields separated by tabs, # begins a comment line.</summary>
internal static class VectorFile
{
    public static string[][] Read(string name) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Vectors", name))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))];
}
