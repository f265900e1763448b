using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;

namespace Countersign.Cli.Commands;

internal static class TfaResume
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static Task Run(Invocation call, CancellationToken ct)
    {
        var pending = call.Pending.Find(call.Clock.GetUtcNow())
            ?? throw new Stop(ExitCode.Failed, "Nothing is waiting for a code here. See what you have:", call.Command("tfa status"));
        return Resume(call, pending, ct);
    }

    private static Task Resume(Invocation call, Pending pending, CancellationToken ct) => pending.Step switch
    {
        PendingStep.Authorize when pending.Adding is not null => TfaAdd.Resume(call, pending, ct),
        PendingStep.Authorize => Authorize(call, pending, ct),
        PendingStep.ConfirmTotp => ConfirmApp(call, pending, ct),
        PendingStep.ConfirmSms => Activating.Finish(call, pending, code: null, ct),
        PendingStep.SignIn => SignIn.Resume(call, pending, ct),
        PendingStep.LogIn => TfaLogIn.Resume(call, pending, ct),
        PendingStep.RegenerateCodes => TfaRegenCodes.Resume(call, pending, ct),
        PendingStep.RemoveMethod => TfaDelete.Resume(call, pending, ct),
        PendingStep.ExportAccount => AccountExport.Resume(call, pending, ct),
        PendingStep.DeleteAccount => AccountDelete.Resume(call, pending, ct),
    };

    private static async Task Authorize(Invocation call, Pending pending, CancellationToken ct) =>
        call.Screen.Show(await Authorizing.Finish(call, pending, code: null, ct), done => TfaAuthNew.Tell(call, done.Msg));

    // Perhaps the QR code was never scanned: the key is shown once more.
    private static Task ConfirmApp(Invocation call, Pending pending, CancellationToken ct)
    {
        call.Screen.Note($"The key for your app, if it is not there yet:  {Shown.InFours(pending.Secret!)}");
        return Activating.Finish(call, pending, code: null, ct);
    }
}
