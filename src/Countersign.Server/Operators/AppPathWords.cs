using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Operators;

/// <summary>What operators type and see of the paths of an application behind a proxy: <c>/admin=second-factor:10</c>.</summary>
public static class AppPathWords
{
    /// <summary>The word for a path to which anybody may come.</summary>
    public const string Open = "open";

    /// <summary>What may stand behind a path.</summary>
    public static IReadOnlyList<string> Levels { get; } = [.. AppWords.Levels, Open];

    /// <summary>What was typed of a path.</summary>
    public static string Of(AppPath path) => string.Create(
        CultureInfo.InvariantCulture,
        $"{path.Prefix}={(path.Level is { } level ? AppWords.Of(level) : Open)}" +
            $"{(path.FreshFor is { } fresh ? $":{fresh.TotalMinutes}" : "")}");

    /// <summary>Reads all of them; or says what is wrong with the first that is wrong.</summary>
    public static (IReadOnlyList<AppPath>? Paths, string? Fault) Read(IReadOnlyList<string> typed)
    {
        if (typed.Count > AppPathRules.Most) return (null, $"There may be {AppPathRules.Most} paths at the most.");

        var paths = new List<AppPath>();
        foreach (var text in typed)
        {
            var (path, fault) = ReadOne(text);
            if (path is null) return (null, fault);
            if (paths.Exists(each => each.Prefix.TrimEnd('/') == path.Prefix.TrimEnd('/'))) return (null, $"{path.Prefix} is there twice.");
            paths.Add(path);
        }

        return (paths, null);
    }

    private static (AppPath? Path, string? Fault) ReadOne(string text)
    {
        var at = text.LastIndexOf('=');
        if (at < 0) return (null, $"'{text}' doesn't say what holds there, as /admin=second-factor:10 or /public=open.");

        var (prefix, words) = (text[..at], text[(at + 1)..].Split(':'));
        if (AppPathRules.FaultOf(prefix) is { } fault) return (null, $"'{prefix}' {fault}.");
        if (!Levels.Contains(words[0])) return (null, $"'{words[0]}' isn't one of {string.Join(", ", Levels)}.{Meant(words[0])}");
        if (words.Length == 1) return (new(prefix, LevelOf(words[0]), null), null);
        if (words.Length > 2 || words[0] is Open || !AppDraft.TryMinutes(words[1], out var fresh))
            return (null, words[0] is Open ? "What is open demands no proof that could be fresh." : AppDraft.FreshSays);

        return (new(prefix, LevelOf(words[0]), fresh), null);
    }

    private static AppLevel? LevelOf(string word) => word is Open ? null : AppWords.LevelOf(word);

    private static string Meant(string word) => Shared.Nearest.Of(word, Levels) is { } near ? $" Did you mean {near}?" : "";
}
