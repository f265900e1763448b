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

    // Those of every server that we know of are longer.
    private const int Shortest = 16;

    private static bool IsKey(string given) =>
        given.Length >= Shortest && given.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_=.+/~".Contains(letter));

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var key = call.Value(Key) switch
        {
            null => await call.Ask.Hidden("API key: ", "Stopped. No key was kept."),
            "-" => call.Ask.Piped("API key"),
            var given => given.Trim(),
        };
        if (!IsKey(key))
            throw Stop.WrongUsage(
                $"That isn't an API key, and nothing was kept. A key is one word of at least {Shortest} letters and digits; copy it whole.");

        WorkTree.Warn(call.Screen, call.Keys.ApiKeyPath);
        call.Keys.WriteApiKey(new AccessKey(key));
        call.Screen.Show(new DoneAnswer(true, "API key saved."), _ =>
            call.Screen.Line($"Saved to {call.Keys.ApiKeyPath}. Only you can read it.", Tone.Good));
    }
}
