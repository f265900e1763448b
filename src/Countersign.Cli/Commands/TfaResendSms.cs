using System.CommandLine;
using Countersign.Cli.Flows;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaResendSms
{
    private static readonly Option<string> Secret =
        new("--secret", "-s") { Description = "What send-sms printed", HelpName = "SECRET", Required = true };
    private static readonly Option<string?> PhoneNumber =
        new("--phone-number", "-p") { Description = "The number that the first code went to", HelpName = "NUMBER" };

    public static Command Verb(string name, string what) => new Command(name, what) { Secret, PhoneNumber }.Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var secret = Codes.CheckedSecret(call.Value(Secret))!;
        _ = Given.Phone(call.Value(PhoneNumber));
        var first = call.Pending.Find(call.Clock.GetUtcNow());
        var answer = await call.Client.ResendSms(new ResendSmsRequest { Secret = secret, PhoneNumber = call.Value(PhoneNumber) }, ct);

        // A number that was being added is still being added.
        var number = call.Value(PhoneNumber) ?? (first?.Secret == secret ? first?.PhoneNumber : null);
        var pending = TfaSendSms.Remember(call, answer.Secret, number);
        call.Screen.Show(answer, _ => TfaSendSms.Tell(call, pending));
    }
}
