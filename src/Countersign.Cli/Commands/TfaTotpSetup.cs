using System.CommandLine;
using Countersign.Cli.Flows;

namespace Countersign.Cli.Commands;

internal static class TfaTotpSetup
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var setup = await call.Client.SetUpTotp(ct);
        var pending = Activating.WaitingForApp(call, setup.Secret, label: null);
        call.Pending.Write(pending);
        call.Screen.Show(setup, shown =>
        {
            Activating.ShowKey(call.Screen, shown);
            call.Screen.Line();
            call.Screen.Line("Then activate it with the code that the app shows, within 30 minutes:");
            call.Screen.Line($"  {call.Command(pending.ToWords())}");
            call.Screen.Line($"  {call.Command("tfa resume")}     asks for the code");
        });
    }
}
