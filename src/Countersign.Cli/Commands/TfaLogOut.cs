using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Client;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaLogOut
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var answer = call.Client.SessionKey is null ? new DoneAnswer(true, "You were not signed in.") : await End(call, ct);
        call.Keys.DropSessionKey();
        call.Pending.Forget();
        call.Screen.Show(answer, done => call.Screen.Line(done.Msg, Tone.Good));
    }

    // A session that is already dead on the server is what the person wanted.
    private static async Task<DoneAnswer> End(Invocation call, CancellationToken ct)
    {
        try
        {
            return await call.Client.LogOut(ct);
        }
        catch (CountersignRefused) when (call.Client.SessionKey is null)
        {
            return new DoneAnswer(true, "The session had already ended.");
        }
    }
}
