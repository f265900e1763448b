using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Client;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaLogOut
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Desk desk, CancellationToken ct)
    {
        var answer = desk.Client.SessionKey is null ? new DoneAnswer(true, "You were not signed in.") : await End(desk, ct);
        desk.Keys.DropSessionKey();
        desk.Pending.Forget();
        desk.Screen.Show(answer, done => desk.Screen.Line(done.Msg, Tone.Good));
    }

    // A session that is already dead on the server is what the person wanted.
    private static async Task<DoneAnswer> End(Desk desk, CancellationToken ct)
    {
        try
        {
            return await desk.Client.LogOut(ct);
        }
        catch (CountersignRefused) when (desk.Client.SessionKey is null)
        {
            return new DoneAnswer(true, "The session had already ended.");
        }
    }
}
