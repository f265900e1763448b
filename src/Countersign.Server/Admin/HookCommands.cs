using System.CommandLine;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Hooks;
using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>The <c>hook</c> group: other programs that are told what happens.</summary>
public static class HookCommands
{
    private static readonly Argument<string> Url = new("URL") { Description = "Where it takes events: an https:// address." };
    private static readonly Option<string> Events = new("--events")
    {
        Description = "What it is told: security, message, or types such as security.method_added, with commas between them.",
        DefaultValueFactory = _ => HookEvents.Usual,
    };

    private static readonly Option<bool> AsJson = new("--json") { Description = "Answer with one line of JSON." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask." };

    /// <summary>The number of a webhook.</summary>
    internal static Argument<long> Hook { get; } = new("HOOK") { Description = "The number of the webhook, as `hook list` has it." };

    /// <summary>Builds the group.</summary>
    public static Command Build(OperatorShell shell)
    {
        var group = new Command("hook", "Webhooks: other programs that are told what happens.");
        foreach (var command in (IEnumerable<Command>)[.. All(shell), .. HookActCommands.All(shell)]) group.Add(command);
        return group;
    }

    private static IEnumerable<Command> All(OperatorShell shell) =>
    [
        OperatorCommand.OnInstallation(
            shell, new("add", "Adds a webhook, and shows the secret that signs what is sent to it, once.") { Url, Events, AsJson }, Add),
        OperatorCommand.OnInstallation(shell, new("list", "Lists the webhooks.") { AsJson }, List),
        OperatorCommand.OnInstallation(shell, new("show", "Shows one, and what is on its way to it.") { Hook, AsJson }, Show),
        OperatorCommand.OnInstallation(
            shell, new("remove", "Removes one, with its secret and all that waits for it.") { Hook, Yes }, Remove),
    ];

    /// <summary>There is none of this number.</summary>
    internal static int Unknown(CommandRun run) => run.Refuse(string.Create(
        CultureInfo.InvariantCulture, $"There is no webhook {run.Get(Hook)}. `hook list` shows them. Nothing was changed."));

    private static async Task<int> Add(CommandRun run, Installation at, CancellationToken ct)
    {
        var (events, unknown) = HookEvents.Read(run.Get(Events)!);
        if (events is null)
            return run.RefuseWords($"'{unknown}' isn't a type of event: give security, message, or one that docs/webhooks.md lists.");
        if (!Uri.TryCreate(run.Get(Url), UriKind.Absolute, out var url) || url.AbsoluteUri.Length > 500)
            return run.RefuseWords("URL must be an https:// address of at most 500 characters.");
        if (HookReach.WrongForm(url) is { } wrong) return run.RefuseWords($"{wrong}. Nothing was changed.");
        if (at.Part<HookReach>().Refuse(url) is { } why) return run.Refuse($"{why}. Nothing was changed.");
        if (await at.Part<AddHook>().Run(run.Shell.User, url, events, ct) is not { } added)
            return run.Refuse(string.Create(
                CultureInfo.InvariantCulture, $"There are {HookRules.Most} webhooks, and no more can be told. Remove one first."));

        return run.SayOnce(() => Tell(run, added), string.Create(
            CultureInfo.InvariantCulture,
            $"Webhook {added.Id.Value} was added all the same, and nobody has seen its secret: `hook remove {added.Id.Value}` removes it."));
    }

    private static int Tell(CommandRun run, AddedHook added)
    {
        if (run.Get(AsJson)) return run.SayJson(new { Hook = added.Id.Value, added.Events, Secret = added.Secret.Reveal() });

        run.Note(string.Create(
            CultureInfo.InvariantCulture, $"Webhook {added.Id.Value} is told {added.Events} from now on. Its secret, shown this once:"));
        run.Say(added.Secret.Reveal());
        run.Note(string.Create(CultureInfo.InvariantCulture, $"Try it with `hook test {added.Id.Value}`."));
        return CommandRun.Done;
    }

    private static async Task<int> List(CommandRun run, Installation at, CancellationToken ct)
    {
        var rows = (await at.Part<ShowHooks>().Run(ct)).Select(Row.Of).ToList();
        if (run.Get(AsJson)) return run.SayJson(rows);

        foreach (var row in rows) run.Say(row.ToLine());
        if (rows.Count == 0) run.Note("There are none. `hook add` adds one.");
        return CommandRun.Done;
    }

    private static async Task<int> Show(CommandRun run, Installation at, CancellationToken ct)
    {
        if (await at.Part<ShowHooks>().Run(new HookId(run.Get(Hook)), before: null, ct) is not { } page) return Unknown(run);

        var row = Row.Of(page.Sight);
        if (run.Get(AsJson)) return run.SayJson(row);

        run.Say(row.ToLine());
        run.Say($"  told     {row.Events}");
        run.Say(string.Create(CultureInfo.InvariantCulture, $"  events   {row.Waiting} wait, {row.Taken} taken, {row.GivenUp} given up"));
        if (row.Why is { } why) run.Say($"  disabled {why}. `hook test` tries it, `hook enable` sends what waits");
        return CommandRun.Done;
    }

    private static async Task<int> Remove(CommandRun run, Installation at, CancellationToken ct)
    {
        var id = new HookId(run.Get(Hook));
        if (await at.Part<ShowHooks>().Run(id, before: null, ct) is not { } page) return Unknown(run);
        if (!run.Confirms(string.Create(
            CultureInfo.InvariantCulture, $"Remove webhook {id.Value} ({page.Sight.Hook.Url.IdnHost})? {page.Sight.Waiting} events wait for it."),
            run.Get(Yes))) return CommandRun.NotDone;

        return await at.Part<RemoveHook>().Run(run.Shell.User, id, ct) is { } was
            ? run.Say(string.Create(CultureInfo.InvariantCulture, $"Webhook {id.Value} ({was.Url.IdnHost}) is removed."))
            : Unknown(run);
    }

    private sealed record Row(
        long Hook, string Url, string Events, string State, string? Why, long Waiting, long Taken, long GivenUp, DateTime? LastTaken)
    {
        public static Row Of(HookSight sight) => new(
            sight.Hook.Id.Value, sight.Hook.Url.AbsoluteUri, sight.Hook.Events, StateOf(sight.Hook), sight.Hook.DisabledWhy, sight.Waiting,
            sight.Taken, sight.GivenUp, sight.Hook.TakenAt?.UtcDateTime);

        public string ToLine() => string.Create(
            CultureInfo.InvariantCulture, $"{Hook,3}  {State,-8}  {Waiting,6} wait  {Url}");

        private static string StateOf(Hook hook) => hook switch
        {
            { DisabledAt: not null } => "disabled",
            { FailingSince: not null } => "failing",
            _ => "well", // an open list: whatever else may be
        };
    }
}
