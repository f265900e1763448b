using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Countersign.Wire;

namespace Countersign.Cli.Flows;

/// <summary>
/// What is given on the command line and goes with a step that costs something: looked at before that is begun. The server knows more, and
/// has the last word.
/// </summary>
internal static class Given
{
    private const int LongestLabel = 30;
    private const int ShortestPhone = 5;

    /// <summary>A label, if it can be one.</summary>
    public static string? Label(string? given) =>
        given is null || (new StringInfo(given.Trim()).LengthInTextElements <= LongestLabel && !given.Any(char.IsControl)) ? given
        : throw Stop.WrongUsage(
            $"That isn't a label, and nothing was sent. It has at most {LongestLabel} characters, on one line.");

    /// <summary>A phone number, if it can be one: how it is written is for the server to read.</summary>
    public static string? Phone(string? given) =>
        given is null || given.EnumerateRunes().Count(Rune.IsDigit) >= ShortestPhone ? given
        : throw Stop.WrongUsage(
            $"{given} isn't a phone number, and nothing was sent. Write it with its country code, as in +4915112345678.");

    /// <summary>What is wrong with a number beside an app, which has none; null: nothing.</summary>
    public static Func<CommandResult, string?> PhoneOfAnApp(Option method, Option phone) => given =>
        given.GetResult(phone) is { Implicit: false }
        && given.GetResult(method) is { Implicit: false, Tokens: [{ Value: TfaMethodWords.Totp }] }
            ? "--phone-number goes with sms, and an app has none: leave out one of the two."
            : null;

    /// <summary>Refuses what a rule has a sentence about.</summary>
    public static Command Refuses(this Command verb, Func<CommandResult, string?> rule)
    {
        verb.Validators.Add(given =>
        {
            if (rule(given) is { } sentence) given.AddError(sentence);
        });
        return verb;
    }
}
