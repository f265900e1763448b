using Countersign.Core;
using Countersign.Server.SignIn;
using Microsoft.AspNetCore.Http.Extensions;

namespace Countersign.Server.Pages.Programs;

/// <summary>
/// What a program puts into the address that it opens: where it listens, what it will show the origin of, and its own mark.
/// </summary>
/// <param name="State">What the program knows its answer by (RFC 6749 §10.12).</param>
public sealed record AskedByProgram(AskingProgram Asker, string State)
{
    private const string PortPart = "port";
    private const string StatePart = "state";
    private const string ChallengePart = "code_challenge";
    private const string MethodPart = "code_challenge_method";
    private const int ShortestState = 22;
    private const int LongestState = 128;

    /// <summary>The parts as a form carries them on.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [PortPart] = PageCall.TextOf(Asker.Port.Number),
        [StatePart] = State,
        [ChallengePart] = Asker.Challenge.Text,
        [MethodPart] = CodeChallenge.Method,
    };

    /// <summary>The page that asks for it.</summary>
    public string Path => PagePaths.Program + new QueryBuilder(Parts);

    /// <summary>What an address or a form asks; null when a part is missing, or anything but what we would have written.</summary>
    public static AskedByProgram? Read(Func<string, string> part) =>
        ProgramPort.TryParse(part(PortPart), out var port) && CodeChallenge.TryParse(part(ChallengePart), out var challenge)
        && part(MethodPart) == CodeChallenge.Method && IsState(part(StatePart))
            ? new(new(port.Value, challenge.Value), part(StatePart))
            : null;

    /// <summary>Where the program hears its answer. It is built of a port, so that no address can lead anybody elsewhere.</summary>
    public string AnswerAt(string name, string value) =>
        $"{Asker.Port.Origin}/{new QueryBuilder { { name, value }, { StatePart, State } }}";

    private static bool IsState(string state) => state.Length is >= ShortestState and <= LongestState
        && state.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
