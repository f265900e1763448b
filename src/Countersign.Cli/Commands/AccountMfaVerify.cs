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

    private static async Task Run(Desk desk, CancellationToken ct)
    {
        using var person = await Person.Find(desk);
        var otp = desk.Value(Otp) ?? await desk.Ask.Line("TOTP code: ", "Nothing was verified.");
        desk.Screen.Show(
            await person.Client.Verify(otp, ct), done => desk.Screen.Line($"Verification complete: {done.Message}", Tone.Good));
    }
}
