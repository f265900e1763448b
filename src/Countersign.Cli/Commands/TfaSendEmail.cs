using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaSendEmail
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var answer = await call.Client.SendEmail(new SendEmailRequest(), ct);
        var pending = new Pending
        {
            Step = PendingStep.LogIn,
            Method = TfaMethodWords.Email,
            Secret = answer.Secret,
            ExpiresAt = call.Clock.GetUtcNow() + Pending.ChallengeLife,
        };
        call.Pending.Write(pending);
        call.Screen.Show(answer, _ => Tell(call, answer.Msg, pending));
    }

    private static void Tell(Invocation call, string message, Pending pending)
    {
        call.Screen.Line($"{message} It is good until {Shown.Clock(pending.ExpiresAt)}. Carry on with:", Tone.Good);
        call.Screen.Line($"  {call.Command(pending.ToWords())}");
        call.Screen.Line($"  {call.Command("tfa resume")}     asks for the code");
    }
}
