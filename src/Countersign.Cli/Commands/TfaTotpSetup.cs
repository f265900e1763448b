using System.CommandLine;
using Countersign.Cli.Flows;

namespace Countersign.Cli.Commands;

internal static class TfaTotpSetup
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Desk desk, CancellationToken ct)
    {
        var setup = await desk.Client.SetUpTotp(ct);
        var pending = Activating.WaitingForApp(desk, setup.Secret, label: null);
        desk.Pending.Write(pending);
        desk.Screen.Show(setup, shown =>
        {
            Activating.ShowKey(desk.Screen, shown);
            desk.Screen.Line();
            desk.Screen.Line("Then activate it with the code that the app shows, within 30 minutes:");
            desk.Screen.Line($"  {desk.Command(pending.ToWords())}");
            desk.Screen.Line($"  {desk.Command("tfa resume")}     asks for the code");
        });
    }
}
