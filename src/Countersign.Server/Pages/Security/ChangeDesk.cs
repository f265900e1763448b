using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Pages.Prompt;

namespace Countersign.Server.Pages.Security;

/// <summary>What every change that needs a proof shares: its page, sending a code for it, and reading the proof.</summary>
public sealed class ChangeDesk(ShowSecurity show, StepSender sender, Policy policy)
{
    /// <summary>Shows the page; while changes are frozen nobody is asked for a proof in vain.</summary>
    public async Task<IResult> Ask(PageCall call, Change change, CancellationToken ct)
    {
        var settings = await show.Run(call.Caller, ct);
        if (settings.FrozenUntil is not null) return call.GoTo(PagePaths.Security, Said.ChangesFrozen);

        var ways = WaysOf(call, settings);
        var chosen = Ways.Pick(ways, call.Query("way"));
        var sent = SentStep.Read(call) is { } step && step.Way == chosen?.Key && step.At + policy.ChallengeLife > call.Now ? step.At : (DateTimeOffset?)null;
        return call.Show<ChangePage>(new ChangeView(change, settings, ways, chosen, sent));
    }

    /// <summary>Sends a code the way the form names.</summary>
    public async Task<IResult> Send(PageCall call, string path, CancellationToken ct)
    {
        var way = Ways.Find(WaysOf(call, await show.Run(call.Caller, ct)), call.Field("way"));
        if (way?.Channel is null) return call.GoTo(path, Said.BeginAgain);

        return call.GoTo($"{path}?way={way.Key}", await sender.ForChange(call, way, ct));
    }

    /// <summary>The proof in the form, and the way it came; null when there is no such way.</summary>
    public async Task<(Way Way, Proof Proof)?> Read(PageCall call, CancellationToken ct)
    {
        var way = Ways.Find(WaysOf(call, await show.Run(call.Caller, ct)), call.Field("way"));
        return way is null ? null : (way, way.ProofOf(call.Field("code"), way.IsSent ? SentStep.Read(call)?.Handle : null));
    }

    private IReadOnlyList<Way> WaysOf(PageCall call, SecuritySettings settings) =>
        Ways.Of(settings.Factors, ChallengePurpose.Change, policy, call.Now);
}
