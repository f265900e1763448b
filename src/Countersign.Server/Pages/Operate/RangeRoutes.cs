using System.Globalization;
using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Pages.Security;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Operate;

/// <summary>Allowing ranges of numbers that the numbering plans do not know, and allowing them no longer.</summary>
public static class RangeRoutes
{
    private const string Ranges = $"{PagePaths.OperateMessages}/ranges";

    public static void MapRanges(this IEndpointRouteBuilder app)
    {
        app.MapGet($"{Ranges}/{{id:long}}/allow", AskToAllow).For(PageAccess.Admin);
        app.MapPost($"{Ranges}/{{id:long}}/allow", SubmitAllow).For(PageAccess.Admin);
        app.MapGet($"{Ranges}/{{id:long}}/end", AskToEnd).For(PageAccess.Admin);
        app.MapPost($"{Ranges}/{{id:long}}/end", SubmitEnd).For(PageAccess.Admin);
    }

    /// <summary>Where the decision about a range that can be taken now is taken.</summary>
    public static string PathOf(UnknownRange range) => range.AllowedAt is null ? PathOf(range.Id, "allow") : PathOf(range.Id, "end");

    private static async Task<IResult> AskToAllow(PageCall call, long id, ShowRange show, ChangeProofs proofs, CancellationToken ct) =>
        await show.Run(id, ct) is { AllowedAt: null } range ? await proofs.Ask(call, Allowing(call, range), ct) : Gone(call);

    private static async Task<IResult> AskToEnd(PageCall call, long id, ShowRange show, ChangeProofs proofs, CancellationToken ct) =>
        await show.Run(id, ct) is { AllowedAt: not null } range ? await proofs.Ask(call, Ending(call, range), ct) : Gone(call);

    private static async Task<IResult> SubmitAllow(
        PageCall call, long id, ShowRange show, ChangeProofs proofs, AllowRange allow, CancellationToken ct) =>
        await show.Run(id, ct) is { } range
            ? await Submit(
                call, proofs, Allowing(call, range), (proof, reason) =>
                    allow.Run(call.Caller, proof, id, reason, ct), Said.RangeAllowed, ct)
            : Gone(call);

    private static async Task<IResult> SubmitEnd(
        PageCall call, long id, ShowRange show, ChangeProofs proofs, EndRange end, CancellationToken ct) =>
        await show.Run(id, ct) is { } range
            ? await Submit(
                call, proofs, Ending(call, range), (proof, reason) => end.Run(call.Caller, proof, id, reason, ct), Said.RangeEnded, ct)
            : Gone(call);

    private static async Task<IResult> Submit(
        PageCall call, ChangeProofs proofs, Change change, Func<Proof, Reason?, Task<Refused?>> decide, Said done, CancellationToken ct)
    {
        if (ChangeProofs.WantsCode(call)) return await proofs.SendAndAsk(call, change, ct);
        if (EnforcementRoutes.IsReasonBad(call)) return await proofs.AskAgain(call, change, null, ct);
        if (await proofs.Read(call, ct) is not var (_, proof)) return call.GoTo(change.Path, Said.BeginAgain);

        return await decide(proof, Reason.Find(call.Field(EnforcementRoutes.ReasonField))) switch
        {
            null => call.GoTo(PagePaths.OperateMessages, done),
            { Why: Refusal.Proof } unproven => await proofs.AskAgain(call, change, ProofSaid.Of(unproven), ct),
            { Operator: OperatorRefusal.OwnChangesFrozen } => call.GoTo(PagePaths.OperateMessages, Said.OwnChangesFrozen),
            { Operator: OperatorRefusal.OwnFactorUnconfirmed } => call.GoTo(PagePaths.OperateMessages, Said.OwnFactorUnconfirmed),
            _ => Gone(call), // an open list on purpose: whatever else may be refused, the page shows how things are now
        };
    }

    private static IResult Gone(PageCall call) => call.GoTo(PagePaths.OperateMessages, Said.BeginAgain);

    private static Change Allowing(PageCall call, UnknownRange range) => ChangeOf(
        PathOf(range.Id, "allow"), call.Texts.Messages.AllowRangeTitle(range.Range), call.Texts.Messages.AllowRangeLead,
        call.Texts.Messages.AllowRange, range);

    private static Change Ending(PageCall call, UnknownRange range) => ChangeOf(
        PathOf(range.Id, "end"), call.Texts.Messages.EndRangeTitle(range.Range), call.Texts.Messages.EndRangeLead,
        call.Texts.Messages.EndRange, range);

    private static Change ChangeOf(string path, string title, string lead, string button, UnknownRange range) =>
        new(path, title, lead, button)
        {
            Here = PagePaths.OperateMessages,
            Back = PagePaths.OperateMessages,
            WhenFrozen = Said.OwnChangesFrozen,
            Fields = new(typeof(DecisionReason), range),
        };

    private static string PathOf(long id, string what) => string.Create(CultureInfo.InvariantCulture, $"{Ranges}/{id}/{what}");
}
