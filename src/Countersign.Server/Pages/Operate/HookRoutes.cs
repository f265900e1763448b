using System.Globalization;
using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Pages.Security;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Operate;

/// <summary>The webhooks, what was sent to each, and what an admin does with one.</summary>
public static class HookRoutes
{
    /// <summary>Where a page of deliveries begins.</summary>
    public const string BeforeField = "before";

    private const string One = $"{PagePaths.OperateHooks}/{{id:long}}";
    private const string Test = "test";
    private const string Enable = "enable";
    private const string Remove = "remove";
    private const string Replay = $"{One}/replay/{{delivery:long}}";

    public static void MapHooks(this IEndpointRouteBuilder app)
    {
        app.MapGet(PagePaths.OperateHooks, Show).For(PageAccess.Admin);
        app.MapGet(One, ShowOne).For(PageAccess.Admin);
        foreach (var act in (string[])[Test, Enable, Remove]) app.MapAct(act);
        app.MapGet(Replay, AskToReplay).For(PageAccess.Admin);
        app.MapPost(Replay, SubmitReplay).For(PageAccess.Admin);
        app.MapPost($"{Replay}/send", SendForReplay).For(PageAccess.Admin);
    }

    private static void MapAct(this IEndpointRouteBuilder app, string act)
    {
        app.MapGet($"{One}/{act}", (PageCall call, long id, ShowHooks show, ChangeProofs proofs, CancellationToken ct) =>
            AskToAct(call, id, act, show, proofs, ct)).For(PageAccess.Admin);
        app.MapPost($"{One}/{act}", (PageCall call, long id, HookActs acts, ChangeProofs proofs, CancellationToken ct) =>
            SubmitAct(call, id, act, acts, proofs, ct)).For(PageAccess.Admin);
        app.MapPost($"{One}/{act}/send", (PageCall call, long id, ChangeProofs proofs, CancellationToken ct) =>
            proofs.Send(call, PathOf(new(id), act), ct)).For(PageAccess.Admin);
    }

    /// <summary>The page of one, or where something is done to it.</summary>
    public static string PathOf(HookId id, string? act = null) => string.Create(
        CultureInfo.InvariantCulture, $"{PagePaths.OperateHooks}/{id.Value}{(act is null ? "" : $"/{act}")}");

    /// <summary>A page of older deliveries.</summary>
    public static string PathBefore(HookId id, long before) => $"{PathOf(id)}?{BeforeField}={PageCall.TextOf(before)}";

    /// <summary>Where one event is sent again.</summary>
    public static string ReplayOf(HookId id, long delivery) => PathOf(id, $"replay/{PageCall.TextOf(delivery)}");

    private static async Task<IResult> Show(PageCall call, ShowHooks show, CancellationToken ct) =>
        call.Show<HooksPage>(await show.Run(ct));

    private static async Task<IResult> ShowOne(PageCall call, long id, ShowHooks show, CancellationToken ct) =>
        await show.Run(new HookId(id), PageCall.NumberOf(call.Query(BeforeField)), ct) is { } page
            ? call.Show<HookPage>(page)
            : Gone(call);

    private static async Task<IResult> AskToAct(
        PageCall call, long id, string act, ShowHooks show, ChangeProofs proofs, CancellationToken ct) =>
        await show.Run(new HookId(id), before: null, ct) is null ? Gone(call) : await proofs.Ask(call, Changing(call, new(id), act), ct);

    private static async Task<IResult> SubmitAct(
        PageCall call, long id, string act, HookActs acts, ChangeProofs proofs, CancellationToken ct)
    {
        var (hook, change) = (new HookId(id), Changing(call, new(id), act));
        if (await proofs.Read(call, ct) is not var (_, proof)) return call.GoTo(change.Path, Said.BeginAgain);

        return act switch
        {
            Test => await Answer(call, change, proofs, await acts.Test.Run(call.Caller, proof, hook, ct), Said.HookTested, ct),
            Enable => await Answer(call, change, proofs, await acts.Enable.Run(call.Caller, proof, hook, ct), Said.HookEnabled, ct),
            // No route has another.
            _ => await Answer(call, change, proofs, await acts.Remove.Run(call.Caller, proof, hook, ct), Said.HookRemoved, ct),
        };
    }

    private static Task<IResult> AskToReplay(PageCall call, long id, long delivery, ChangeProofs proofs, CancellationToken ct) =>
        proofs.Ask(call, Replaying(call, new(id), delivery), ct);

    private static async Task<IResult> SubmitReplay(
        PageCall call, long id, long delivery, ReplayHook replay, ChangeProofs proofs, CancellationToken ct)
    {
        var change = Replaying(call, new(id), delivery);
        if (await proofs.Read(call, ct) is not var (_, proof)) return call.GoTo(change.Path, Said.BeginAgain);

        return await Answer(
            call, change, proofs, await replay.Run(call.Caller, proof, new HookId(id), delivery, ct), Said.HookReplayed, ct);
    }

    private static Task<IResult> SendForReplay(PageCall call, long id, long delivery, ChangeProofs proofs, CancellationToken ct) =>
        proofs.Send(call, ReplayOf(new(id), delivery), ct);

    private static async Task<IResult> Answer(
        PageCall call, Change change, ChangeProofs proofs, Refused? refused, Said done, CancellationToken ct) => refused switch
        {
            null => call.GoTo(done is Said.HookRemoved ? PagePaths.OperateHooks : change.Back, done),
            { Why: Refusal.Proof } unproven => await proofs.AskAgain(call, change, ProofSaid.Of(unproven), ct),
            { Operator: OperatorRefusal.OwnChangesFrozen } => call.GoTo(PagePaths.OperateHooks, Said.OwnChangesFrozen),
            { Operator: OperatorRefusal.OwnFactorUnconfirmed } => call.GoTo(PagePaths.OperateHooks, Said.OwnFactorUnconfirmed),
            _ => Gone(call), // an open list on purpose: whatever else may be refused, the page shows how things are now
        };

    private static IResult Gone(PageCall call) => call.GoTo(PagePaths.OperateHooks, Said.BeginAgain);

    private static Change Changing(PageCall call, HookId id, string act)
    {
        var texts = call.Texts.Hooks;
        var (title, lead, button) = act switch
        {
            Test => (texts.TestTitle, texts.TestLead, texts.Test),
            Enable => (texts.EnableTitle, texts.EnableLead, texts.Enable),
            _ => (texts.RemoveTitle, texts.RemoveLead, texts.Remove), // no route has another
        };
        return ChangeOf(id, PathOf(id, act), title, lead, button) with { IsGrave = act == Remove };
    }

    private static Change Replaying(PageCall call, HookId id, long delivery) => ChangeOf(
        id, ReplayOf(id, delivery), call.Texts.Hooks.ReplayTitle, call.Texts.Hooks.ReplayLead, call.Texts.Hooks.Replay);

    private static Change ChangeOf(HookId id, string path, string title, string lead, string button) => new(path, title, lead, button)
    {
        Here = PagePaths.OperateHooks,
        Back = PathOf(id),
        WhenFrozen = Said.OwnChangesFrozen,
    };
}

/// <summary>What an admin does with one webhook.</summary>
public sealed record HookActs(TestHook Test, EnableHook Enable, RemoveHook Remove);
