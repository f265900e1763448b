using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaSendSms
{
    private static readonly Option<string?> PhoneNumber = new("--phone-number", "-p")
    {
        Description = "A new number to add, with country code; if you leave it out, the phone that you already use",
        HelpName = "NUMBER",
    };

    public static Command Verb(string name, string what) => new Command(name, what) { PhoneNumber }.Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var number = Given.Phone(call.Value(PhoneNumber));
        var answer = await call.Client.SendSms(new SendSmsRequest { PhoneNumber = number }, ct);
        var pending = Remember(call, answer.Secret, number);
        call.Screen.Show(answer, _ => Tell(call, pending));
    }

    /// <summary>A number that was named is one to add; without a number the code serves a method that is there.</summary>
    public static Pending Remember(Invocation call, string secret, string? number)
    {
        var waiting = Activating.WaitingForSms(call, secret, number, label: null);
        var pending = number is null ? waiting with { Step = PendingStep.LogIn } : waiting;
        call.Pending.Write(pending);
        return pending;
    }

    public static void Tell(Invocation call, Pending pending)
    {
        call.Screen.Line(
            $"A code is on its way to your phone. It is good until {Shown.Clock(pending.ExpiresAt)}. Carry on with:", Tone.Good);
        call.Screen.Line($"  {call.Command(pending.ToWords())}");
        call.Screen.Line($"  {call.Command("tfa resume")}     asks for the code");
    }
}
