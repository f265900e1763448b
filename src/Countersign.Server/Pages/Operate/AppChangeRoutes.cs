using System.Globalization;
using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Pages.Security;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages.Operate;

/// <summary>What the form shows by which an application is changed.</summary>
/// <param name="Fault">What is wrong with what was typed; null: nothing, or nothing was.</param>
public sealed record AppChangeForm(App App, AppPart? Fault)
{
    /// <summary>How old the proof may be, in minutes; empty: as old as the session.</summary>
    public string Fresh => App.Said.FreshFor is { } fresh ? fresh.TotalMinutes.ToString(CultureInfo.InvariantCulture) : "";
}

/// <summary>An admin changes what an application is called and demands.</summary>
internal static class AppChangeRoutes
{
    public static async Task<IResult> Ask(PageCall call, string name, ShowApps show, ChangeProofs proofs, CancellationToken ct) =>
        await show.Run(name, ct) is { } app
            ? await proofs.Ask(call, ChangeOf(call, app, null), ct)
            : ApplicationRoutes.Gone(call);

    public static async Task<IResult> Submit(
        PageCall call, string name, ChangeApp change, ShowApps show, ChangeProofs proofs, Policy policy, CancellationToken ct)
    {
        if (await show.Run(name, ct) is not { } app) return ApplicationRoutes.Gone(call);
        if (ChangeProofs.WantsCode(call)) return await proofs.SendAndAsk(call, ChangeOf(call, app, null), ct);

        var (after, fault) = EditOf(call).Read(app.Said, policy.PasskeySite is not null);
        if (after is null) return await proofs.AskAgain(call, ChangeOf(call, app, fault!.Part), null, ct);

        var asked = ChangeOf(call, app, null);
        if (await proofs.Read(call, ct) is not var (_, proof)) return call.GoTo(asked.Path, Said.BeginAgain);

        return await change.Run(call.Caller, proof, app, after, ct) is { } refused
            ? await ApplicationRoutes.Refuse(call, asked, proofs, refused, ct)
            : call.GoTo(ApplicationRoutes.PathOf(name), Said.AppChanged);
    }

    private static AppEdit EditOf(PageCall call) => new(
        call.Field("title"), AppWords.LevelOf(call.Field("level")), call.Field("fresh").Trim(),
        call.Field("paths").Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static Change ChangeOf(PageCall call, App app, AppPart? fault) => new(
        ApplicationRoutes.PathOf(app.Name, ApplicationRoutes.ChangeIt), call.Texts.Apps.ChangeTitle, call.Texts.Apps.ChangeLead,
        call.Texts.Apps.Change)
    {
        Here = PagePaths.OperateApps,
        Back = ApplicationRoutes.PathOf(app.Name),
        WhenFrozen = Said.OwnChangesFrozen,
        Fields = new(typeof(AppChangeFields), new AppChangeForm(app, fault)),
    };
}
