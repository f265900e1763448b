using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Pages.Security;
using Countersign.Server.Secrets;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Operate;

/// <summary>What the form for a new application shows.</summary>
/// <param name="Fault">What is wrong with what was typed; null: nothing, or nothing was.</param>
public sealed record AppForm(AppPart? Fault);

/// <summary>A secret just made: the only time it is shown.</summary>
/// <param name="Secret">Null for an application that can keep none.</param>
public sealed record AppSecretView(string Name, Token? Secret);

/// <summary>The applications, and what an admin does about them.</summary>
public static class ApplicationRoutes
{
    internal const string Rotate = "rotate";
    internal const string Remove = "remove";
    internal const string ChangeIt = "change";

    private const string One = $"{PagePaths.OperateApps}/{{name}}";

    public static void MapApps(this IEndpointRouteBuilder app)
    {
        app.MapGet(PagePaths.OperateApps, Show).For(PageAccess.Admin);
        app.MapGet(PagePaths.OperateAddApp, AskToAdd).For(PageAccess.Admin);
        app.MapPost(PagePaths.OperateAddApp, SubmitAdd).For(PageAccess.Admin);
        app.MapGet(One, ShowOne).For(PageAccess.Admin);
        app.MapGet($"{One}/{Rotate}", (PageCall call, string name, ShowApps show, ChangeProofs proofs, CancellationToken ct) =>
            AskToAct(call, name, Rotate, show, proofs, ct)).For(PageAccess.Admin);
        app.MapPost($"{One}/{Rotate}", SubmitRotate).For(PageAccess.Admin);
        app.MapPost($"{One}/{Rotate}/send", (PageCall call, string name, ChangeProofs proofs, CancellationToken ct) =>
            proofs.Send(call, PathOf(name, Rotate), ct)).For(PageAccess.Admin);
        app.MapGet($"{One}/{ChangeIt}", AppChangeRoutes.Ask).For(PageAccess.Admin);
        app.MapPost($"{One}/{ChangeIt}", AppChangeRoutes.Submit).For(PageAccess.Admin);
        app.MapGet($"{One}/{Remove}", (PageCall call, string name, ShowApps show, ChangeProofs proofs, CancellationToken ct) =>
            AskToAct(call, name, Remove, show, proofs, ct)).For(PageAccess.Admin);
        app.MapPost($"{One}/{Remove}", SubmitRemove).For(PageAccess.Admin);
        app.MapPost($"{One}/{Remove}/send", (PageCall call, string name, ChangeProofs proofs, CancellationToken ct) =>
            proofs.Send(call, PathOf(name, Remove), ct)).For(PageAccess.Admin);
    }

    /// <summary>The page of one, or where something is done about it.</summary>
    public static string PathOf(string name, string? act = null) =>
        $"{PagePaths.OperateApps}/{Uri.EscapeDataString(name)}{(act is null ? "" : $"/{act}")}";

    private static async Task<IResult> Show(PageCall call, ShowApps show, CancellationToken ct) =>
        call.Show<ApplicationsPage>(await show.Run(ct));

    private static async Task<IResult> ShowOne(PageCall call, string name, ShowApps show, CancellationToken ct) =>
        await show.Run(name, ct) is { } app ? call.Show<ApplicationPage>(app) : Gone(call);

    private static Task<IResult> AskToAdd(PageCall call, ChangeProofs proofs, CancellationToken ct) =>
        proofs.Ask(call, Adding(call, null), ct);

    private static async Task<IResult> SubmitAdd(PageCall call, ChangeProofs proofs, AddApp add, Policy policy, CancellationToken ct)
    {
        if (ChangeProofs.WantsCode(call)) return await proofs.SendAndAsk(call, Adding(call, null), ct);

        var (app, fault) = DraftOf(call, policy).Read();
        if (app is null) return await proofs.AskAgain(call, Adding(call, fault!.Part), null, ct);
        if (await proofs.Read(call, ct) is not var (_, proof)) return call.GoTo(PagePaths.OperateAddApp, Said.BeginAgain);

        var answer = await add.Run(call.Caller, proof, app, ct);
        return answer.Refused switch
        {
            null when app.Kind is AppKind.Proxy => call.GoTo(PathOf(app.Name)),
            null => call.Show<AppSecretPage>(new AppSecretView(app.Name, answer.Given!.Secret), at: PathOf(app.Name)),
            { Operator: OperatorRefusal.ChangedMeanwhile } => await proofs.AskAgain(call, Adding(call, AppPart.Name), null, ct),
            _ => await Refuse(call, Adding(call, null), proofs, answer.Refused, ct),
        };
    }

    private static async Task<IResult> AskToAct(
        PageCall call, string name, string act, ShowApps show, ChangeProofs proofs, CancellationToken ct) =>
        await show.Run(name, ct) is { } app && (act is Remove || app.Said.Kind is AppKind.Web or AppKind.Radius or AppKind.Api)
            ? await proofs.Ask(call, Changing(call, name, act), ct)
            : Gone(call);

    private static async Task<IResult> SubmitRotate(PageCall call, string name, RotateApp rotate, ChangeProofs proofs, CancellationToken ct)
    {
        var change = Changing(call, name, Rotate);
        if (await proofs.Read(call, ct) is not var (_, proof)) return call.GoTo(change.Path, Said.BeginAgain);

        var answer = await rotate.Run(call.Caller, proof, name, PastSecret.GoodForADay, ct);
        return answer.Refused is { } refused
            ? await Refuse(call, change, proofs, refused, ct)
            : call.Show<AppSecretPage>(new AppSecretView(name, answer.Given), at: PathOf(name));
    }

    private static async Task<IResult> SubmitRemove(PageCall call, string name, RemoveApp remove, ChangeProofs proofs, CancellationToken ct)
    {
        var change = Changing(call, name, Remove);
        if (await proofs.Read(call, ct) is not var (_, proof)) return call.GoTo(change.Path, Said.BeginAgain);

        return await remove.Run(call.Caller, proof, name, ct) is { } refused
            ? await Refuse(call, change, proofs, refused, ct)
            : call.GoTo(PagePaths.OperateApps, Said.AppRemoved);
    }

    internal static async Task<IResult> Refuse(PageCall call, Change change, ChangeProofs proofs, Refused refused, CancellationToken ct) =>
        refused switch
        {
            { Why: Refusal.Proof } unproven => await proofs.AskAgain(call, change, ProofSaid.Of(unproven), ct),
            { Operator: OperatorRefusal.OwnChangesFrozen } => call.GoTo(PagePaths.OperateApps, Said.OwnChangesFrozen),
            { Operator: OperatorRefusal.OwnFactorUnconfirmed } => call.GoTo(PagePaths.OperateApps, Said.OwnFactorUnconfirmed),
            _ => Gone(call), // an open list on purpose: whatever else may be refused, the page shows how things are now
        };

    internal static IResult Gone(PageCall call) => call.GoTo(PagePaths.OperateApps, Said.BeginAgain);

    private static AppDraft DraftOf(PageCall call, Policy policy) => new(call.Field("name"), AppWords.KindOf(call.Field("kind")))
    {
        Title = call.Field("title"),
        ReturnAddresses = call.Field("return").Split((char[])['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries),
        Paths = call.Field("paths").Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Level = AppWords.LevelOf(call.Field("level")),
        AsksConsent = call.Field("consent").Length > 0,
        HasPasskeys = policy.PasskeySite is not null,
    };

    private static Change Adding(PageCall call, AppPart? fault) =>
        new(PagePaths.OperateAddApp, call.Texts.Apps.AddTitle, call.Texts.Apps.AddLead, call.Texts.Apps.Add)
        {
            Here = PagePaths.OperateApps,
            Back = PagePaths.OperateApps,
            WhenFrozen = Said.OwnChangesFrozen,
            Fields = new(typeof(AppFields), new AppForm(fault)),
        };

    private static Change Changing(PageCall call, string name, string act)
    {
        var texts = call.Texts.Apps;
        var (title, lead, button) = act is Remove
            ? (texts.RemoveTitle, texts.RemoveLead, texts.Remove)
            : (texts.RotateTitle, texts.RotateLead, texts.Rotate);
        return new(PathOf(name, act), title, lead, button)
        {
            IsGrave = act is Remove,
            Here = PagePaths.OperateApps,
            Back = PathOf(name),
            WhenFrozen = Said.OwnChangesFrozen,
        };
    }
}
