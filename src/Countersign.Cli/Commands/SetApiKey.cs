using System.CommandLine;
using Countersign.Cli.Files;
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

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var key = call.Value(Key) switch
        {
            null => await call.Ask.Hidden("API key: ", "Stopped. No key was kept."),
            "-" => call.Ask.Piped("API key"),
            var given => given.Trim(),
        };
        if (key.Length == 0 || key.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || !char.IsAscii(c)))
            throw Stop.WrongUsage("That isn't an API key. A key is one word without spaces; copy it whole.");

        WorkTree.Warn(call.Screen, call.Keys.ApiKeyPath);
        call.Keys.WriteApiKey(new AccessKey(key));
        call.Screen.Show(new DoneAnswer(true, "API key saved."), _ =>
            call.Screen.Line($"Saved to {call.Keys.ApiKeyPath}. Only you can read it.", Tone.Good));
    }
}
