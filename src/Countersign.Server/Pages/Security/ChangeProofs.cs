using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Pages.Prompt;

namespace Countersign.Server.Pages.Security;

/// <summary>What every change that needs a proof shares: its page, sending a code for it, and reading the proof.</summary>
public sealed class ChangeProofs(ShowSecurity show, StepSender sender, ProofWays proofWays)
{
    /// <summary>The name of the buttons that ask for a code without leaving a form with fields of its own.</summary>
    public const string SendButton = "send";

    /// <summary>Shows the page; while changes are frozen nobody is asked for a proof in vain.</summary>
    public Task<IResult> Ask(PageCall call, Change change, CancellationToken ct) =>
        Show(call, change, ProofWays.ChosenAt(call), null, StatusCodes.Status200OK, ct);

    /// <summary>Shows it again after a refusal, with what was typed.</summary>
    public Task<IResult> AskAgain(PageCall call, Change change, Said? told, CancellationToken ct) =>
        Show(call, change, ProofWays.ChosenIn(call), told, StatusCodes.Status422UnprocessableEntity, ct);

    /// <summary>Whether a form was sent to get a code, or to be asked for another one.</summary>
    public static bool WantsCode(PageCall call) => call.Field(SendButton).Length > 0 || ProofWays.WantsCall(call);

    /// <summary>Sends a code the way the button names, if it needs one, and shows the page again with what was typed.</summary>
    public async Task<IResult> SendAndAsk(PageCall call, Change change, CancellationToken ct)
    {
        var isCall = ProofWays.WantsCall(call);
        var key = call.Field(isCall ? ProofWays.CallButton : SendButton);
        var way = Ways.Find(proofWays.Of(call, await show.Run(call.Caller, ct), ChallengePurpose.Change), key);
        Said? told = way switch
        {
            null => Said.BeginAgain,
            { Channel: null } => null,
            _ when isCall => await sender.Speak(call, way, ct),
            _ => await sender.Send(call, way, ChallengePurpose.Change, ct),
        };
        return await Show(call, change, key, told, StatusCodes.Status200OK, ct);
    }

    /// <summary>Sends a code the way the form names, and leads back to the page.</summary>
    public Task<IResult> Send(PageCall call, string path, CancellationToken ct) =>
        proofWays.Send(call, path, ChallengePurpose.Change, ct);

    /// <summary>The proof in the form, and the way it came; null when there is no such way.</summary>
    public async Task<(Way Way, Proof Proof)?> Read(PageCall call, CancellationToken ct)
    {
        var way = await proofWays.Named(call, ChallengePurpose.Change, ct);
        return way is null ? null : (way, way.ProofOf(call, way.IsSent ? SentStep.Read(call)?.Handle : null));
    }

    private async Task<IResult> Show(PageCall call, Change change, string key, Said? told, int status, CancellationToken ct)
    {
        var settings = await show.Run(call.Caller, ct);
        if (settings.FrozenUntil is not null && !change.IsProofAlone) return call.GoTo(change.Back, change.WhenFrozen);

        var all = proofWays.Of(call, settings, ChallengePurpose.Change);
        var ways = change.Only is { } only ? [.. all.Where(way => way.Kind == only)] : all;
        if (ways.Count == 0 && change.Only is not null) return call.GoTo(change.Back);

        var chosen = Ways.Pick(ways, key);
        var sent = told is Said.CodeSent or Said.BeingCalled ? call.Now : proofWays.SentAt(call, chosen);
        var view = new ChangeView(change, settings, ways, chosen, sent, await proofWays.DeliveryOf(call, chosen, ct), told);
        return call.Show<ChangePage>(view, status, at: ProofWays.At(change.Path, chosen));
    }
}
