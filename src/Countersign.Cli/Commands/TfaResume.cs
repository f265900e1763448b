using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;

namespace Countersign.Cli.Commands;

internal static class TfaResume
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static Task Run(Desk desk, CancellationToken ct)
    {
        var pending = desk.Pending.Find(desk.Clock.GetUtcNow())
            ?? throw new Stop(ExitCode.Failed, "Nothing is waiting for a code here. See what you have:", desk.Command("tfa status"));
        return Resume(desk, pending, ct);
    }

    private static Task Resume(Desk desk, Pending pending, CancellationToken ct) => pending.Step switch
    {
        PendingStep.Authorize when pending.Adding is not null => TfaAdd.Resume(desk, pending, ct),
        PendingStep.Authorize => Authorize(desk, pending, ct),
        PendingStep.ConfirmTotp => ConfirmApp(desk, pending, ct),
        PendingStep.ConfirmSms => Activating.Finish(desk, pending, code: null, ct),
        PendingStep.LogIn => TfaLogIn.Resume(desk, pending, ct),
        PendingStep.RegenerateCodes => TfaRegenCodes.Resume(desk, pending, ct),
        PendingStep.RemoveMethod => TfaDelete.Resume(desk, pending, ct),
    };

    private static async Task Authorize(Desk desk, Pending pending, CancellationToken ct) =>
        desk.Screen.Show(await Authorizing.Finish(desk, pending, code: null, ct), done => TfaAuthNew.Tell(desk, done.Msg));

    // Perhaps the QR code was never scanned: the key is shown once more.
    private static Task ConfirmApp(Desk desk, Pending pending, CancellationToken ct)
    {
        desk.Screen.Note($"The key for your app, if it is not there yet:  {Shown.InFours(pending.Secret!)}");
        return Activating.Finish(desk, pending, code: null, ct);
    }
}
