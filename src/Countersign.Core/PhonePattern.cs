using System.Text.RegularExpressions;

namespace Countersign.Core;

/// <summary>One pattern of a numbering plan, compiled when first asked.</summary>
/// <remarks>
/// The patterns repeat nothing without bound and the input is at most 32 digits, so backtracking stays short; the engine without
/// backtracking would hold more than a hundred times the memory for all plans. The timeout is for data that breaks this rule.
/// </remarks>
internal sealed class PhonePattern(string pattern)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lazy<Regex> whole = new(() => Compile($@"\A(?:{pattern})\z"));
    private readonly Lazy<Regex> start = new(() => Compile($@"\A(?:{pattern})"));

    public bool MatchesAll(string digits) => whole.Value.IsMatch(digits);

    public Match AtStart(string digits) => start.Value.Match(digits);

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant, Longest);
}
