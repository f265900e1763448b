using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>What somebody typed of an application that is to be different; null: it stays.</summary>
/// <param name="Fresh">In minutes; empty: as old as the session is.</param>
/// <param name="Paths">All of them (<see cref="AppPathWords"/>).</param>
public sealed record AppEdit(string? Title, AppLevel? Level, string? Fresh, IReadOnlyList<string>? Paths)
{
    /// <summary>What is said of the application then; or the first thing that is wrong with it.</summary>
    /// <param name="hasPasskeys">Whether this server has passkeys (<see cref="Policy.PasskeySite"/>).</param>
    public (NewApp? App, AppFault? Fault) Read(NewApp before, bool hasPasskeys)
    {
        var title = Title is null ? before.Title : ShownName.Find(Title, AppRules.LongestTitle);
        if (title is null) return Wrong(AppPart.Title, AppDraft.TitleSays);
        if ((Fresh is { Length: > 0 } || Level is not null) && before.Kind is AppKind.Api)
            return Wrong(AppPart.Level, AppDraft.KeepsItsOwn);
        if (Fresh is { Length: > 0 } && before.Kind is AppKind.Radius)
            return Wrong(AppPart.Fresh, "By RADIUS people prove themselves each time: there is no proof that could be too old.");

        var fresh = Fresh is null ? before.FreshFor : null;
        if (Fresh is { Length: > 0 } && !AppDraft.TryMinutes(Fresh, out fresh)) return Wrong(AppPart.Fresh, AppDraft.FreshSays);
        if (Paths is { Count: > 0 } && before.Kind is not AppKind.Proxy)
            return Wrong(AppPart.Paths, "Paths are for what is behind a proxy.");

        var (paths, unclear) = Paths is null ? (before.Paths, null) : AppPathWords.Read(Paths);
        if (paths is null) return Wrong(AppPart.Paths, unclear!);

        var after = before with { Title = title, Level = Level ?? before.Level, FreshFor = fresh, Paths = paths };
        return AppDraft.LevelFaultOf(after, hasPasskeys) is { } fault ? Wrong(AppPart.Level, fault) : (after, null);
    }

    private static (NewApp?, AppFault?) Wrong(AppPart part, string says) => (null, new(part, says));
}
