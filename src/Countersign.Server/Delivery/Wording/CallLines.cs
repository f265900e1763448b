using System.Buffers;
using Countersign.Core;

namespace Countersign.Server.Delivery.Wording;

/// <summary>
/// What a call reads out: a pause follows each line, and each digit of a code has a line of its own, whoever words the rest.
/// </summary>
internal static class CallLines
{
    /// <summary>No call takes longer: nobody listens for so long, and each minute is paid for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // A slow voice.
    private const int LettersInASecond = 12;

    private static readonly SearchValues<char> Stops = SearchValues.Create(" .,;:!?…");

    /// <summary>The digits of a code, slowly.</summary>
    public static string Slowly(Code code) => $"\n{string.Join('\n', code.Reveal().AsEnumerable())}\n";

    /// <summary>The lines of what is said: none that is empty, or holds only the full stop that stood behind a digit.</summary>
    public static string Of(string said) => string.Join('\n', said.Split('\n').Select(Spoken).Where(line => line.Length > 0));

    /// <summary>How long it takes to read them out, about: a second for each pause, and the letters.</summary>
    public static TimeSpan Last(string lines)
    {
        var twelfths = lines.Split('\n').Sum(line => LettersInASecond + line.Length);
        return TimeSpan.FromSeconds((twelfths + LettersInASecond - 1) / LettersInASecond);
    }

    private static string Spoken(string line)
    {
        var first = line.AsSpan().IndexOfAnyExcept(Stops);
        return first < 0 ? "" : line[first..].TrimEnd();
    }
}
