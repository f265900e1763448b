using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Countersign.Core;

/// <summary>What an application behind a proxy demands below a path.</summary>
/// <param name="Prefix">Where it begins: whole segments, without what is encoded.</param>
/// <param name="Level">The least level; null: anybody may come, and need not say who they are.</param>
/// <param name="FreshFor">How old the proof may be; null: as old as the session.</param>
public sealed record AppPath(string Prefix, AppLevel? Level, TimeSpan? FreshFor)
{
    /// <summary>Whether anybody may come.</summary>
    public bool IsOpen => Level is null;
}

/// <summary>What holds at an address of an application behind a proxy. Pure.</summary>
public static class AppPathRules
{
    /// <summary>How many paths an application may have demands of its own for.</summary>
    public const int Most = 50;

    /// <summary>The longest path.</summary>
    public const int LongestPrefix = 200;

    /// <summary>What our own pages at the application's address begin with.</summary>
    public const string Own = "/.countersign";

    // What a target may hold and some take for something else.
    private static readonly SearchValues<char> Turned = SearchValues.Create("\\;#\u007f");

    /// <summary>
    /// The demand of the longest path that a request is below. Where an application may read the request otherwise than we do, the
    /// strictest of what may be meant holds: in another case, that of both spellings; with dots for segments, doubled or encoded slashes
    /// and the like, that of all paths.
    /// </summary>
    /// <param name="everywhere">What holds where no path says otherwise.</param>
    /// <param name="target">Path and query, as they were asked for.</param>
    public static AppPath At(IReadOnlyList<AppPath> paths, AppPath everywhere, string target)
    {
        if (paths.Count == 0) return everywhere;
        if (PlainOf(target) is not { } plain) return paths.Aggregate(everywhere, Stricter);

        var spelt = Longest(paths, plain, StringComparison.Ordinal) ?? everywhere;
        var meant = Longest(paths, plain, StringComparison.OrdinalIgnoreCase) ?? everywhere;
        return ReferenceEquals(spelt, meant) ? spelt : Stricter(spelt, meant);
    }

    /// <summary>What is wrong with the beginning of a path; null: nothing.</summary>
    public static string? FaultOf(string prefix) =>
        prefix.Length > LongestPrefix ? $"is longer than {LongestPrefix} characters"
        : prefix is not ['/', ..] || prefix.Contains('*', StringComparison.Ordinal) || PlainOf(Encoded(prefix)) != prefix
            ? "isn't a path, as /admin: whole segments, without %, ? and *"
        : IsBelow(prefix, Own, StringComparison.OrdinalIgnoreCase) ? $"is ours: below {Own} people sign in and out"
        : null;

    /// <summary>
    /// The path of a target as an application reads it that decodes it once; null when several would read it in several ways.
    /// </summary>
    internal static string? PlainOf(string target)
    {
        var end = target.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? target : target[..end];
        var plain = path.AsSpan().IndexOfAny(Turned) >= 0 ? null : path.Contains('%', StringComparison.Ordinal) ? Decoded(path) : path;
        return plain is not null && AreClear(plain) ? plain : null;
    }

    // Null: what is decoded may be read as something else, or is none.
    private static string? Decoded(string path)
    {
        var bytes = new List<byte>(path.Length);
        for (var at = 0; at < path.Length; at++)
        {
            if (path[at] is not '%')
            {
                bytes.Add((byte)path[at]);
                continue;
            }

            var letter = HexAt(path, at + 1);
            if (letter is < ' ' or 0x7f or '/' or '.' or '\\' or '%' or ';' or '?' or '#') return null;
            bytes.Add((byte)letter);
            at += 2;
        }

        byte[] all = [.. bytes];
        return Utf8.IsValid(all) ? Encoding.UTF8.GetString(all) : null;
    }

    // Some take "/a//b" for "/a/b", some "/a." and "/a " for "/a". A slash at the end is a segment without letters.
    private static bool AreClear(ReadOnlySpan<char> path)
    {
        if (path.Contains("//", StringComparison.Ordinal)) return false;

        foreach (var segment in path.Split('/'))
            if (path[segment] is [.., '.' or ' ']) return false;
        return true;
    }

    private static string Encoded(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static int HexAt(string text, int at) =>
        at + 2 <= text.Length && char.IsAsciiHexDigit(text[at]) && char.IsAsciiHexDigit(text[at + 1])
            ? Convert.FromHexString(text.AsSpan(at, 2))[0]
            : -1;

    private static AppPath? Longest(IReadOnlyList<AppPath> paths, string path, StringComparison spelling)
    {
        var longest = (AppPath?)null;
        for (var at = 0; at < paths.Count; at++)
            if (paths[at].Prefix.Length > (longest?.Prefix.Length ?? 0) && IsBelow(path, paths[at].Prefix, spelling)) longest = paths[at];
        return longest;
    }

    private static bool IsBelow(string path, string prefix, StringComparison spelling) =>
        path.StartsWith(prefix, spelling)
        && (path.Length == prefix.Length || prefix is [.., '/'] || path[prefix.Length] is '/');

    private static AppPath Stricter(AppPath one, AppPath other) => new(
        one.Prefix, one.IsOpen ? other.Level : other.IsOpen ? one.Level : (AppLevel)Math.Max((int)one.Level!, (int)other.Level!),
        AppProofRules.Shorter(one.FreshFor, other.FreshFor));
}
