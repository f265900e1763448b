using System.CommandLine;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;

namespace Countersign.Cli.Commands;

internal static class AccountMfaGetToken
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Desk desk, CancellationToken ct)
    {
        using var person = await Person.Find(desk);
        desk.Screen.Show(await person.Client.RequestCode(ct), asked =>
        {
            desk.Screen.Line("Verification code requested.", Tone.Good);
            desk.Screen.Note(asked.Message);
        });
    }
}
