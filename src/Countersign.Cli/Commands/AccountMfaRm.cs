using System.CommandLine;
using Countersign.Cli.Flows;

namespace Countersign.Cli.Commands;

internal static class AccountMfaRm
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        using var person = await Person.Find(call);
        var asked = await person.Client.AskToDisable(ct);
        if (!call.Screen.Raw) Listing.Show(call.Screen, asked);
        call.Screen.Note("You should have received an e-mail with a confirmation token.");
        var token = await call.Ask.Line(
            "Please paste the token to continue: ", "MFA is still on. The token is good for 15 minutes; start again to get another one.");
        call.Screen.Show(await person.Client.Disable(token, ct), done => Listing.Show(call.Screen, done));
        person.Remember(token: null);
    }
}
