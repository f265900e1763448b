using Xunit;

namespace Countersign.Core.Tests;

/// <summary>What no parser may accept or fall over.</summary>
internal static class BadInput
{
    public static TheoryData<string?> Everywhere { get; } =
    [
        (string?)null,
        "", " ", "\t\r\n", "\0", "\0\0\0\0\0\0", "null", "[]", "{}", "true", "\uFEFF", "\uD800", "🔑", "½⅓¼²³⁴", "一二三四五六",
        "..", "@", "+", "-", "------",
        "%00", "'; --", "<script>", new string('9', 1_000_000), new string(' ', 1_000_000), new string('a', 100_000) + "@example.org",
    ];
}
