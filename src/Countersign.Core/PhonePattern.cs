using System.Text.RegularExpressions;

namespace Countersign.Core;

/// <summary>One pattern of a numbering plan. It is compiled when first asked, without backtracking, so no input makes it slow.</summary>
internal sealed class PhonePattern(string pattern)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lazy<Regex> _whole = new(() => Compile($@"\A(?:{pattern})\z"));
    private readonly Lazy<Regex> _start = new(() => Compile($@"\A(?:{pattern})"));

    public bool MatchesAll(string digits) => _whole.Value.IsMatch(digits);

    public Match AtStart(string digits) => _start.Value.Match(digits);

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Longest);
}
