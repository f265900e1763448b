using System.CommandLine;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>What the <c>hook</c> group does with one webhook and what is sent to it.</summary>
internal static class HookActCommands
{
    private static readonly Option<bool> AsJson = new("--json") { Description = "Answer with one line of JSON." };
    private static readonly Option<long?> Before = new("--before") { Description = "Only older ones than this delivery.", HelpName = "DELIVERY" };
    private static readonly Option<long?> Delivery = new("--delivery")
    {
        Description = "The number of the one to send, as `hook deliveries` has it.",
        HelpName = "DELIVERY",
    };

    private static readonly Option<DateTimeOffset?> Since = SinceOption.Of(
        "All since then: a date, or a date and a time, of UTC if it does not say otherwise.");

    private static readonly Option<bool> GivenUp = new("--given-up") { Description = "With --since: only those that were given up." };

    /// <summary>The commands.</summary>
    public static IEnumerable<Command> All(OperatorShell shell) =>
    [
        OperatorCommand.OnInstallation(
            shell, new("rotate", "Gives one a new secret, and shows it once. The old one signs along for a day.")
            {
                HookCommands.Hook, AsJson,
            }, Rotate),
        OperatorCommand.OnInstallation(
            shell, new("test", "Sends it a test, and says how that went. It is tried once.") { HookCommands.Hook }, Test),
        OperatorCommand.OnInstallation(
            shell, new("deliveries", "Lists what was sent to it, newest first.") { HookCommands.Hook, Before, AsJson }, Deliveries),
        OperatorCommand.OnInstallation(
            shell, new("replay", "Sends once more what it was told, or could not be: one delivery, or all since a time.")
            {
                HookCommands.Hook, Delivery, Since, GivenUp,
            }, Replay),
        OperatorCommand.OnInstallation(
            shell, new("enable", "Sends to one again that failed for so long that nothing was sent to it any more.")
            {
                HookCommands.Hook,
            }, Enable),
    ];

    private static HookId IdOf(CommandRun run) => new(run.Get(HookCommands.Hook));

    private static async Task<int> Rotate(CommandRun run, Installation at, CancellationToken ct)
    {
        if (await at.Part<RotateHook>().Run(run.Shell.User, IdOf(run), ct) is not { } secret) return HookCommands.Unknown(run);
        if (run.Get(AsJson)) return run.SayJson(new { Hook = IdOf(run).Value, Secret = secret.Reveal() });

        run.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"The new secret, shown this once. For {HookRules.Overlap.TotalHours:0} hours the old one signs, too:"));
        return run.Say(secret.Reveal());
    }

    private static async Task<int> Test(CommandRun run, Installation at, CancellationToken ct) =>
        await at.Part<TestHook>().Run(run.Shell.User, IdOf(run), ct) switch
        {
            null => HookCommands.Unknown(run),
            { IsTaken: true, Status: var status } => run.Say(string.Create(CultureInfo.InvariantCulture, $"It took the test (HTTP {status}).")),
            { Error: var error, Answer: var answer } =>
                run.Refuse($"It did not take the test: {error}.{(answer is null ? "" : $" Its answer begins: {answer}")}"),
        };

    private static async Task<int> Deliveries(CommandRun run, Installation at, CancellationToken ct)
    {
        if (await at.Part<ShowHooks>().Run(IdOf(run), run.Get(Before), ct) is not { } page) return HookCommands.Unknown(run);
        if (run.Get(AsJson)) return run.SayJson(page.Records.Select(Row.Of));

        foreach (var record in page.Records) run.Say(Row.Of(record).ToLine());
        if (page.Older is { } older)
            run.Note(string.Create(CultureInfo.InvariantCulture, $"There are older ones: --before {older}"));
        return CommandRun.Done;
    }

    private static async Task<int> Replay(CommandRun run, Installation at, CancellationToken ct)
    {
        var (delivery, since) = (run.Get(Delivery), run.Get(Since));
        if ((delivery is null) == (since is null)) return run.RefuseWords("Give either --delivery or --since.");
        if (await at.Part<ShowHooks>().Run(IdOf(run), before: null, ct) is not { } page) return HookCommands.Unknown(run);

        if (page.Sight.Hook.DisabledAt is not null) run.Note("Nothing is sent to this webhook now: what waits goes out after `hook enable`.");
        if (since is { } then)
        {
            var count = await at.Part<ReplayHook>().Run(run.Shell.User, IdOf(run), then, run.Get(GivenUp), ct);
            return run.Say(string.Create(CultureInfo.InvariantCulture, $"{count ?? 0} are sent once more."));
        }

        return await at.Part<ReplayHook>().Run(run.Shell.User, IdOf(run), delivery!.Value, ct) is not null
            ? run.Say(string.Create(CultureInfo.InvariantCulture, $"{delivery} is sent once more."))
            : run.Refuse(string.Create(
                CultureInfo.InvariantCulture, $"{delivery} still waits, or is gone: `hook deliveries` lists them. Nothing was changed."));
    }

    private static async Task<int> Enable(CommandRun run, Installation at, CancellationToken ct) =>
        await at.Part<EnableHook>().Run(run.Shell.User, IdOf(run), ct) is { } hook
            ? run.Say($"What waits for {hook.Url.IdnHost} is sent now.")
            : await at.Part<ShowHooks>().Run(IdOf(run), before: null, ct) is null
                ? HookCommands.Unknown(run)
                : run.Refuse("Nothing keeps this webhook from being told. Nothing was changed.");

    private sealed record Row(
        long Delivery, string Event, string Type, long? Account, string State, int Attempts, DateTime At, DateTime? NextAttempt,
        int? Status, string? Error, string? Answer)
    {
        public static Row Of(HookRecord record) => new(
            record.Id, record.EventId, record.Type, record.Account?.Value, Words.Of(record.State), record.Attempts,
            (record.DoneAt ?? record.CreatedAt).UtcDateTime, record.NextAttempt?.UtcDateTime, record.Status, record.Error, record.Answer);

        public string ToLine() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Delivery,6}  {At:yyyy-MM-dd HH:mm:ss}Z  {State,-8}  {Type,-36}  {(Account is { } whom ? $"account {whom}" : "-"),-14}  {Error}");
    }
}
