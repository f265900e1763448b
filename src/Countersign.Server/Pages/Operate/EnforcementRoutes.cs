using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Pages.Security;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Operate;

/// <summary>Who has no second factor, and requiring one from everybody.</summary>
public static class EnforcementRoutes
{
    /// <summary>Where it is ordered.</summary>
    public const string Require = $"{PagePaths.OperateEnforcement}/require";

    /// <summary>Where it is called off.</summary>
    public const string CallOff = $"{PagePaths.OperateEnforcement}/call-off";

    /// <summary>The name of the field with the reason.</summary>
    public const string ReasonField = "reason";

    public static void MapEnforcement(this IEndpointRouteBuilder app)
    {
        app.MapGet(PagePaths.OperateEnforcement, Show).For(PageAccess.Admin);
        app.MapGet(Require, AskToRequire).For(PageAccess.Admin);
        app.MapPost(Require, SubmitRequire).For(PageAccess.Admin);
        app.MapGet(CallOff, AskToCallOff).For(PageAccess.Admin);
        app.MapPost(CallOff, SubmitCallOff).For(PageAccess.Admin);
    }

    /// <summary>Whether a reason was typed that is too short or too long.</summary>
    public static bool IsReasonBad(PageCall call) => call.Field(ReasonField).Length > 0 && Reason.Find(call.Field(ReasonField)) is null;

    private static async Task<IResult> Show(PageCall call, ShowEnforcement show, CancellationToken ct)
    {
        var after = PageCall.NumberOf(call.Query("after")) ?? 0;
        return call.Show<EnforcementPage>(await show.Run(after, ct));
    }

    private static async Task<IResult> AskToRequire(PageCall call, ShowEnforcement show, ChangeProofs proofs, CancellationToken ct) =>
        await show.Run(0, ct) is { Requirement.From: null } state
            ? await proofs.Ask(call, Requiring(call, state), ct)
            : call.GoTo(PagePaths.OperateEnforcement, Said.AlreadyRequired);

    private static async Task<IResult> AskToCallOff(PageCall call, ShowEnforcement show, ChangeProofs proofs, CancellationToken ct) =>
        await show.Run(0, ct) is { Order: not null } state
            ? await proofs.Ask(call, CallingOff(call, state), ct)
            : call.GoTo(PagePaths.OperateEnforcement, Said.NotRequired);

    private static async Task<IResult> SubmitRequire(
        PageCall call, ShowEnforcement show, ChangeProofs proofs, RequireSecondFactor require, CancellationToken ct) =>
        await Submit(call, proofs, Requiring(call, await show.Run(0, ct)), require.Run, Said.RequirementOrdered, ct);

    private static async Task<IResult> SubmitCallOff(
        PageCall call, ShowEnforcement show, ChangeProofs proofs, CallOffRequirement callOff, CancellationToken ct) =>
        await Submit(call, proofs, CallingOff(call, await show.Run(0, ct)), callOff.Run, Said.RequirementCalledOff, ct);

    private static async Task<IResult> Submit(
        PageCall call, ChangeProofs proofs, Change change,
        Func<SignIn.Caller, Core.Proof, Reason?, CancellationToken, Task<Refused?>> decide, Said done, CancellationToken ct)
    {
        if (ChangeProofs.WantsCode(call)) return await proofs.SendAndAsk(call, change, ct);
        if (IsReasonBad(call)) return await proofs.AskAgain(call, change, null, ct);
        if (await proofs.Read(call, ct) is not var (_, proof)) return call.GoTo(change.Path, Said.BeginAgain);

        return await decide(call.Caller, proof, Reason.Find(call.Field(ReasonField)), ct) switch
        {
            null => call.GoTo(PagePaths.OperateEnforcement, done),
            { Why: Refusal.Proof } unproven => await proofs.AskAgain(call, change, ProofSaid.Of(unproven), ct),
            var refused => call.GoTo(PagePaths.OperateEnforcement, SaidOf(refused.Operator!.Value)),
        };
    }

    private static Said SaidOf(OperatorRefusal why) => why switch
    {
        OperatorRefusal.NotAdmin => Said.BeginAgain,
        OperatorRefusal.OwnChangesFrozen => Said.OwnChangesFrozen,
        OperatorRefusal.OwnFactorUnconfirmed => Said.OwnFactorUnconfirmed,
        OperatorRefusal.AlreadyRequired => Said.AlreadyRequired,
        OperatorRefusal.NotRequired => Said.NotRequired,
        OperatorRefusal.OwnAccount or OperatorRefusal.NoSuchAccount
            or OperatorRefusal.ChangedMeanwhile or OperatorRefusal.AlreadyDisabled or OperatorRefusal.NotDisabled
            or OperatorRefusal.LastAdmin or OperatorRefusal.AlreadyAdmin or OperatorRefusal.NotAnAdmin =>
                throw new InvalidOperationException("That is about one account."),
    };

    private static Change Requiring(PageCall call, Enforcement state) =>
        ChangeOf(Require, call.Texts.Enforcement.RequireTitle, call.Texts.Enforcement.RequireLead(state.Grace),
            call.Texts.Enforcement.RequireButton, new(typeof(RequireExplained), state), state);

    private static Change CallingOff(PageCall call, Enforcement state) =>
        ChangeOf(CallOff,
            call.Texts.Enforcement.CallOffTitle, call.Texts.Enforcement.CallOffLead, call.Texts.Enforcement.CallOffButton, null, state);

    private static Change ChangeOf(string path, string title, string lead, string button, PagePart? above, Enforcement state) =>
        new(path, title, lead, button)
        {
            Here = PagePaths.OperateEnforcement,
            Back = PagePaths.OperateEnforcement,
            Above = above,
            Fields = new(typeof(DecisionReason), state),
        };
}
