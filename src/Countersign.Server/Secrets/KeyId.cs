using System.Globalization;

namespace Countersign.Server.Secrets;

/// <summary>Names of root keys: <c>k1</c>, <c>k2</c>, … in the order they were made. A number is never used again.</summary>
internal static class KeyId
{
    private const int LongestNumber = 6;

    public const string First = "k1";

    public static bool IsValid(string id) =>
        id.Length is > 1 and <= 1 + LongestNumber && id[0] == 'k' && id[1] != '0' && id.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    // The active key is the newest and cannot be removed, so the highest number in the file is the highest there ever was.
    public static string After(IEnumerable<string> ids) => $"k{ids.Max(Number) + 1}";

    private static int Number(string id) => int.Parse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
}
