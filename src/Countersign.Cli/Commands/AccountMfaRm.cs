using System.CommandLine;
using Countersign.Cli.Flows;

namespace Countersign.Cli.Commands;

internal static class AccountMfaRm
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Desk desk, CancellationToken ct)
    {
        using var person = await Person.Find(desk);
        var asked = await person.Client.AskToDisable(ct);
        if (!desk.Screen.Raw) Listing.Show(desk.Screen, asked);
        desk.Screen.Note("You should have received an e-mail with a confirmation token.");
        var token = await desk.Ask.Line(
            "Please paste the token to continue: ", "MFA is still on. The token is good for 15 minutes; start again to get another one.");
        desk.Screen.Show(await person.Client.Disable(token, ct), done => Listing.Show(desk.Screen, done));
        person.Remember(token: null);
    }
}
