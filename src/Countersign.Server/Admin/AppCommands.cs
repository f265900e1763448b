using System.CommandLine;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>The <c>app</c> group: applications that sign people in here.</summary>
public static class AppCommands
{
    private static readonly Option<bool> AsJson = new("--json") { Description = "Answer with one line of JSON." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask." };
    private static readonly Option<bool> AtOnce = new("--at-once")
    {
        Description = "The secret of before is good no longer: somebody else may have it.",
    };


    /// <summary>The name of an application.</summary>
    internal static Argument<string> Name { get; } = new("NAME") { Description = "The name of the application, as `app list` has it." };

    /// <summary>Builds the group.</summary>
    public static Command Build(OperatorShell shell)
    {
        var group = new Command("app", "Applications that sign people in here.");
        foreach (var command in (IEnumerable<Command>)[AppAddCommand.Build(shell), .. All(shell), AppChangeCommand.Build(shell)])
            group.Add(command);
        return group;
    }

    private static IEnumerable<Command> All(OperatorShell shell) =>
    [
        OperatorCommand.OnInstallation(shell, new("list", "Lists the applications.") { AsJson }, List),
        OperatorCommand.OnInstallation(shell, new("show", "Shows one.") { Name, AsJson }, Show),
        OperatorCommand.OnInstallation(
            shell, new("rotate", "Gives one a new secret, and shows it once. The old one is good for a day, too.") { Name, AtOnce, AsJson },
            Rotate),
        OperatorCommand.OnInstallation(
            shell, new("remove", "Removes one with all that it was given. It stops at once, on every server.") { Name, Yes }, Remove),
    ];

    private static async Task<int> List(CommandRun run, Installation at, CancellationToken ct)
    {
        var rows = (await at.Part<ShowApps>().Run(ct)).Select(Row.Of).ToList();
        if (run.Get(AsJson)) return run.SayJson(rows);

        foreach (var row in rows) run.Say(row.ToLine());
        if (rows.Count == 0) run.Note("There are none. `app add` adds one.");
        return CommandRun.Done;
    }

    private static async Task<int> Show(CommandRun run, Installation at, CancellationToken ct)
    {
        if (await at.Part<ShowApps>().Run(run.Get(Name), ct) is not { } app) return await Unknown(run, at, ct);

        var row = Row.Of(app);
        if (run.Get(AsJson)) return run.SayJson(row);

        run.Say(row.ToLine());
        foreach (var address in row.Return) run.Say($"  {WhereOf(app.Said.Kind)}  {address}");
        foreach (var address in row.SignedOut) run.Say($"  signed out, to  {address}");
        if (app.Said.Kind is AppKind.Web or AppKind.Public)
            run.Say($"  may ask for  {(row.May.Count == 0 ? "nothing more" : string.Join(", ", row.May))}");
        if (app.Said.Kind is not AppKind.Api) run.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"  demands  {row.Level}{(row.Fresh is { } minutes ? $", proven {minutes} minutes ago at the most" : "")}"));
        if (app.Said.Kind is AppKind.Api)
        {
            var people = await at.Part<ShowApps>().CountPeople(app, ct);
            run.Say(string.Create(CultureInfo.InvariantCulture, $"  people   {people}"));
        }

        foreach (var path in row.Paths) run.Say($"  below    {path}");
        if (app.Said.Kind is AppKind.Web or AppKind.Public) run.Say($"  signed   by {row.Algorithm}");
        if (row.Consent) run.Say("  people are asked before it learns about them");
        if (row.PastSecretUntil is { } until) run.Say(string.Create(
            CultureInfo.InvariantCulture, $"  its secret of before is good until {until:yyyy-MM-dd HH:mm}Z"));
        return CommandRun.Done;
    }

    private static string WhereOf(AppKind kind) => kind switch
    {
        AppKind.Web or AppKind.Public or AppKind.Api => "back to",
        AppKind.Proxy => "at     ",
        AppKind.Radius => "from   ",
    };

    private static async Task<int> Rotate(CommandRun run, Installation at, CancellationToken ct)
    {
        var past = run.Get(AtOnce) ? PastSecret.OverAtOnce : PastSecret.GoodForADay;
        if (await at.Part<ShowApps>().Run(run.Get(Name), ct) is not { } app) return await Unknown(run, at, ct);
        if (app.Said.Kind is AppKind.Public or AppKind.Proxy)
            return run.Refuse(
                $"{app.Name} is {(app.Said.Kind is AppKind.Public ? "public" : "behind a proxy")} and has no secret. Nothing was changed.");
        if (await at.Part<RotateApp>().Run(run.Shell.User, app.Name, past, ct) is not { } secret) return await Unknown(run, at, ct);
        if (run.Get(AsJson)) return run.SayJson(new { App = app.Name, Secret = secret.Reveal() });

        run.Note(past is PastSecret.OverAtOnce
            ? "The new secret, shown this once. The old one is good no longer:"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The new secret, shown this once. For {AppRules.Overlap.TotalHours:0} hours the old one is good, too:"));
        return run.Say(secret.Reveal());
    }

    private static async Task<int> Remove(CommandRun run, Installation at, CancellationToken ct)
    {
        if (await at.Part<ShowApps>().Run(run.Get(Name), ct) is not { } app) return await Unknown(run, at, ct);
        var question = app.Said.Kind is AppKind.Api
            ? $"Remove {app.Name} ({app.Said.Title})? It can ask for nobody then, and its people and their second factors are gone."
            : $"Remove {app.Name} ({app.Said.Title})? Nobody can sign in to it then, and what it was given ends.";
        if (!run.Confirms(question, run.Get(Yes))) return CommandRun.NotDone;

        return await at.Part<RemoveApp>().Run(run.Shell.User, app.Name, ct)
            ? run.Say($"{app.Name} is removed.")
            : await Unknown(run, at, ct);
    }

    internal static async Task<int> Unknown(CommandRun run, Installation at, CancellationToken ct)
    {
        var names = (await at.Part<ShowApps>().Run(ct)).Select(app => app.Name).ToList();
        var near = Shared.Nearest.Of(run.Get(Name), names) is { } name ? $" Did you mean {name}?" : " `app list` shows them.";
        return run.Refuse($"There is no application {run.Get(Name)}.{near} Nothing was changed.");
    }

    private sealed record Row(
        string App, string Title, string Kind, IReadOnlyList<string> Return, IReadOnlyList<string> SignedOut, IReadOnlyList<string> May,
        string Level, double? Fresh, string Algorithm, bool Consent, DateTime Added, DateTime? LastUsed, DateTime? PastSecretUntil,
        IReadOnlyList<string> Paths)
    {
        public static Row Of(App app) => new(
            app.Name, app.Said.Title, AppWords.Of(app.Said.Kind), app.Said.ReturnAddresses, app.Said.SignedOutAddresses, app.Said.May,
            AppWords.Of(app.Said.Level), app.Said.FreshFor?.TotalMinutes, AppWords.Of(app.Said.Algorithm), app.Said.AsksConsent,
            app.CreatedAt.UtcDateTime, app.UsedAt?.UtcDateTime, app.PastSecretUntil?.UtcDateTime,
            [.. app.Said.Paths.Select(AppPathWords.Of)]);

        public string ToLine() => string.Create(
            CultureInfo.InvariantCulture,
            $"{App,-20}  {Kind,-6}  {Level,-13}  {(LastUsed is { } used ? $"used {used:yyyy-MM-dd}" : "never used"),-15}  {Title}");
    }
}
