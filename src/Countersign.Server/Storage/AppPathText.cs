using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>How the demands of paths are stored: a line for each, of its beginning, the word of its level, and seconds.</summary>
internal static class AppPathText
{
    private const string Open = "open";
    private const char Between = ' ';

    public static string Of(IReadOnlyList<AppPath> paths) => string.Join('\n', paths.Select(path => string.Create(
        CultureInfo.InvariantCulture,
        $"{path.Prefix}{Between}{(path.Level is { } level ? Words.Of(level) : Open)}{Between}{(long?)path.FreshFor?.TotalSeconds}")));

    public static IReadOnlyList<AppPath> Read(string text) => text.Length == 0 ? [] : [.. text.Split('\n').Select(ReadLine)];

    // A path may have blanks in it; what stands behind it has none.
    private static AppPath ReadLine(string line)
    {
        var seconds = line.LastIndexOf(Between);
        var level = line.LastIndexOf(Between, seconds - 1);
        return new(
            line[..level], line[(level + 1)..seconds] is var word && word is Open ? null : Words.To<AppLevel>(word),
            line[(seconds + 1)..] is { Length: > 0 } digits
                ? TimeSpan.FromSeconds(long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture))
                : null);
    }
}
