using System.CommandLine;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;

namespace Countersign.Cli.Commands;

internal static class AccountMfaVerify
{
    private static readonly Argument<string?> Otp = new("OTP")
    {
        Description = "The code, or a recovery code; if you leave it out, you are asked",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Verb(string name, string what) => new Command(name, what) { Otp }.Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var given = Codes.Checked(call.Value(Otp), orBackupCode: true);
        using var person = await Person.Find(call);
        var otp = given ?? await Codes.Ask(call, "TOTP code: ", "Nothing was verified.", orBackupCode: true);
        call.Screen.Show(
            await person.Client.Verify(otp, ct), done => call.Screen.Line($"Verification complete: {done.Message}", Tone.Good));
    }
}
