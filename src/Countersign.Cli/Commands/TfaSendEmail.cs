using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaSendEmail
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Desk desk, CancellationToken ct)
    {
        var answer = await desk.Client.SendEmail(new SendEmailRequest(), ct);
        var pending = new Pending
        {
            Step = PendingStep.LogIn,
            Method = TfaMethodWords.Email,
            Secret = answer.Secret,
            ExpiresAt = desk.Clock.GetUtcNow() + Pending.ChallengeLife,
        };
        desk.Pending.Write(pending);
        desk.Screen.Show(answer, _ => Tell(desk, answer.Msg, pending));
    }

    private static void Tell(Desk desk, string message, Pending pending)
    {
        desk.Screen.Line($"{message} It is good until {Shown.Clock(pending.ExpiresAt)}. Carry on with:", Tone.Good);
        desk.Screen.Line($"  {desk.Command(pending.ToWords())}");
        desk.Screen.Line($"  {desk.Command("tfa resume")}     asks for the code");
    }
}
