using System.CommandLine;
using Countersign.Cli.Terminal;

namespace Countersign.Cli.Commands;

internal static class DeleteApiKey
{
    private static readonly Argument<long> Id = Ids.Argument("ID", "Which key (show api-keys lists them)");

    public static Command Verb(string name, string what) => new Command(name, what) { Id }.Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct) =>
        call.Screen.Show(await call.Client.DeleteApiKey(call.Value(Id), ct), done => call.Screen.Line(done.Msg, Tone.Good));
}
