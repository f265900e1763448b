using System.CommandLine;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;
using Countersign.Client;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class AccountGetMfa
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        using var person = await Person.Find(call);
        call.Screen.Show(await Show(call, person, ct), answer => Tell(call.Screen, answer.Data.Totp));
    }

    // A code buys one token only, so a token is kept as long as it is good.
    private static async Task<PersonAnswer> Show(Invocation call, Person person, CancellationToken ct)
    {
        if (person.Token is { } kept)
        {
            try
            {
                return await person.Client.ShowPerson(kept, ct);
            }
            catch (CountersignRefused refused) when (refused.Status == 401)
            {
                call.Screen.Note("The token kept from last time is no longer valid.", Tone.Faint);
            }
        }

        var token = new AccessKey((await GetToken(call, person.Client, ct)).Token);
        person.Remember(token);
        return await person.Client.ShowPerson(token, ct);
    }

    private static async Task<TokenAnswer> GetToken(Invocation call, TfClient client, CancellationToken ct)
    {
        try
        {
            return await client.GetToken(otp: null, ct);
        }
        catch (CountersignRefused refused) when (refused.AsksForOtp)
        {
            call.Screen.Note((await client.RequestCode(ct)).Message);
        }

        return await client.GetToken(await call.Ask.Line("MFA enabled. Provide Timed One-Time Password: ", "Nothing was shown."), ct);
    }

    private static void Tell(Screen screen, PersonTotp totp) => Listing.Rows(screen,
    [
        ("enabled", totp.Enabled ? "True" : "False"),
        ("method", totp.Method ?? "None"),
        ("enabled_on", totp.EnabledOn ?? "None"),
        ("disabled_on", totp.DisabledOn ?? "None"),
    ]);
}
