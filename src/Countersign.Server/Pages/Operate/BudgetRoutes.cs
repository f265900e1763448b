using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Operators;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Pages.Security;

namespace Countersign.Server.Pages.Operate;

/// <summary>What is used of the budgets of messages, and emptying one of them.</summary>
public static class BudgetRoutes
{
    private const string Lift = $"{PagePaths.OperateBudgets}/{{bucket}}/lift";

    public static void MapBudgets(this IEndpointRouteBuilder app)
    {
        app.MapGet(PagePaths.OperateBudgets, Show).For(PageAccess.Admin);
        app.MapGet(Lift, AskToLift).For(PageAccess.Admin);
        app.MapPost(Lift, SubmitLift).For(PageAccess.Admin);
    }

    /// <summary>Where one is emptied. A network has a slash in its name, and a part of an address has none.</summary>
    public static string PathOf(BudgetWindow window) => $"{PagePaths.OperateBudgets}/{window.Bucket.Replace('/', '~')}/lift";

    /// <summary>Whether the reason is missing, too short or too long.</summary>
    public static bool IsReasonBad(PageCall call) => Reason.Find(call.Field(EnforcementRoutes.ReasonField)) is null;

    private static string BucketOf(string part) => part.Replace('~', '/');

    private static async Task<IResult> Show(PageCall call, ShowBudgets show, CancellationToken ct) =>
        call.Show<BudgetsPage>(await show.Run(ct));

    private static async Task<IResult> AskToLift(
        PageCall call, string bucket, ShowBudgets show, ChangeProofs proofs, CancellationToken ct) =>
        await show.Find(BucketOf(bucket), ct) is { } window ? await proofs.Ask(call, Lifting(call, window), ct) : Gone(call);

    private static async Task<IResult> SubmitLift(
        PageCall call, string bucket, ShowBudgets show, ChangeProofs proofs, LiftBudget lift, CancellationToken ct)
    {
        if (await show.Find(BucketOf(bucket), ct) is not { } window) return Gone(call);

        var change = Lifting(call, window);
        if (ChangeProofs.WantsCode(call)) return await proofs.SendAndAsk(call, change, ct);
        if (Reason.Find(call.Field(EnforcementRoutes.ReasonField)) is not { } reason) return await proofs.AskAgain(call, change, null, ct);
        if (await proofs.Read(call, ct) is not var (_, proof)) return call.GoTo(change.Path, Said.BeginAgain);

        return await lift.Run(call.Caller, proof, window.Bucket, reason, ct) switch
        {
            null => call.GoTo(PagePaths.OperateBudgets, Said.BudgetLifted),
            { Why: Refusal.Proof } unproven => await proofs.AskAgain(call, change, ProofSaid.Of(unproven), ct),
            { Operator: OperatorRefusal.OwnChangesFrozen } => call.GoTo(PagePaths.OperateBudgets, Said.OwnChangesFrozen),
            { Operator: OperatorRefusal.OwnFactorUnconfirmed } => call.GoTo(PagePaths.OperateBudgets, Said.OwnFactorUnconfirmed),
            _ => Gone(call), // an open list on purpose: whatever else may be refused, the page shows how things are now
        };
    }

    private static IResult Gone(PageCall call) => call.GoTo(PagePaths.OperateBudgets, Said.BeginAgain);

    private static Change Lifting(PageCall call, BudgetWindow window) =>
        new(PathOf(window), call.Texts.Budgets.LiftTitle(window), call.Texts.Budgets.LiftLead(window), call.Texts.Budgets.Lift)
        {
            Here = PagePaths.OperateBudgets,
            Back = PagePaths.OperateBudgets,
            WhenFrozen = Said.OwnChangesFrozen,
            Fields = new(typeof(LiftReason), window),
        };
}
