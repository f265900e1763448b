using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class DeleteSession
{
    private static readonly Argument<long> Id = Ids.Argument("ID", "Which session (show sessions lists them)");

    public static Command Verb(string name, string what) => new Command(name, what) { Id }.Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct) =>
        call.Screen.Show(
            await call.Client.RevokeSession(new RevokeSessionRequest { Id = call.Value(Id) }, ct),
            done => call.Screen.Line(done.Msg, Tone.Good));
}
