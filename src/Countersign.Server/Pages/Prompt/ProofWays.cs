using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Challenges;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages.Prompt;

/// <summary>
/// How a signed-in person proves who they are before something changes: which ways there are, when the last code went by one, and
/// sending another. What the wizard asks for (<see cref="ChallengePurpose.Authorize"/>) and what one change asks for
/// (<see cref="ChallengePurpose.Change"/>) differ in the purpose alone.
/// </summary>
public sealed class ProofWays(ShowSecurity show, StepSender sender, ShowDelivery delivery, Policy policy)
{
    /// <summary>The name of the button by which somebody asks to be called instead.</summary>
    public const string CallButton = "call";

    private const string Field = "way";

    /// <summary>The ways of this account, in the order they are offered.</summary>
    public IReadOnlyList<Way> Of(PageCall call, SecuritySettings settings, ChallengePurpose purpose) =>
        Ways.Of(settings.Factors, purpose, policy, call.Now);

    /// <summary>The way that a form names, as it is now; null when there is no such way any more.</summary>
    public async Task<Way?> Named(PageCall call, ChallengePurpose purpose, CancellationToken ct) =>
        Ways.Find(Of(call, await show.Run(call.Caller, ct), purpose), call.Field(Field));

    /// <summary>When the last code went this way; null when none did, or it is over.</summary>
    public DateTimeOffset? SentAt(PageCall call, Way? way) =>
        SentStep.Read(call) is { } step && step.Way == way?.Key && step.At + policy.ChallengeLife > call.Now ? step.At : null;

    /// <summary>How the last code that went this way is getting on; null when none did, or it is over.</summary>
    public async Task<DeliveryState?> DeliveryOf(PageCall call, Way? way, CancellationToken ct) =>
        SentAt(call, way) is not null ? await delivery.OfCode(SentStep.Read(call)!.Handle, ct) : null;

    /// <summary>Sends a code the way the form names, and leads back to the page.</summary>
    public async Task<IResult> Send(PageCall call, string path, ChallengePurpose purpose, CancellationToken ct)
    {
        var way = await Named(call, purpose, ct);
        return way?.Channel is null
            ? call.GoTo(path, Said.BeginAgain)
            : call.GoTo(At(path, way), await (WantsCall(call) ? sender.Speak(call, way, ct) : sender.Send(call, way, purpose, ct)));
    }

    /// <summary>Whether a form asks for a call instead of another message.</summary>
    public static bool WantsCall(PageCall call) => call.Field(CallButton).Length > 0;

    /// <summary>The address of a page that asks for a proof, with this way chosen.</summary>
    public static string At(string path, Way? way) => way is null ? path : $"{path}?{Field}={way.Key}";

    /// <summary>The name of the way that is chosen in the address of a page.</summary>
    public static string ChosenAt(PageCall call) => call.Query(Field);

    /// <summary>The name of the way that a form was filled in for.</summary>
    public static string ChosenIn(PageCall call) => call.Field(Field);
}
