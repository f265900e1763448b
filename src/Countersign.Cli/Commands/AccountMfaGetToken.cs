using System.CommandLine;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;

namespace Countersign.Cli.Commands;

internal static class AccountMfaGetToken
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        using var person = await Person.Find(call);
        call.Screen.Show(await person.Client.RequestCode(ct), asked =>
        {
            call.Screen.Line("Verification code requested.", Tone.Good);
            call.Screen.Note(asked.Message);
        });
    }
}
