using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Client;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class SetApiKey
{
    private static readonly Argument<string?> Key = new("KEY")
    {
        Description = "The key; if you leave it out, you are asked, and what you type is hidden; - reads it from standard input",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Verb(string name, string what) => new Command(name, what) { Key }.Does(Run);

    private static Task Run(Desk desk, CancellationToken ct)
    {
        var key = desk.Value(Key) switch
        {
            null => desk.Ask.Hidden("API key: "),
            "-" => desk.Ask.Piped("API key"),
            var given => given.Trim(),
        };
        if (key.Length == 0 || key.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || !char.IsAscii(c)))
            throw Stop.WrongUsage("That isn't an API key. A key is one word without spaces; copy it whole.");

        desk.Keys.WriteApiKey(new AccessKey(key));
        desk.Screen.Show(new DoneAnswer(true, "API key saved."), _ =>
            desk.Screen.Line($"Saved to {desk.Keys.ApiKeyPath}. Only you can read it.", Tone.Good));
        return Task.CompletedTask;
    }
}
