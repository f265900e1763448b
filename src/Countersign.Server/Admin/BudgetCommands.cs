using System.CommandLine;
using System.Globalization;
using Countersign.Server.Composition;
using Countersign.Server.Delivery;
using Countersign.Server.Operators;

namespace Countersign.Server.Admin;

/// <summary>The <c>budget</c> group: what messages may cost.</summary>
public static class BudgetCommands
{
    private static readonly Argument<string> Bucket = new("BUCKET") { Description = "The name of the budget, as `budget show` has it." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Answer with one line of JSON." };
    private static readonly Option<string> Why = MakeReason();

    /// <summary>Builds the group.</summary>
    public static Command Build(OperatorShell shell) => new("budget", "What text messages and mails are limited by.")
    {
        OperatorCommand.OnInstallation(shell, new("show", "Shows what is used of each budget, by whom, and until when.") { AsJson }, Show),
        OperatorCommand.OnInstallation(
            shell, new("lift", "Empties a budget, so that it counts from the beginning.") { Bucket, Why }, Lift),
        TrialCommand.Build(shell),
    };

    private static async Task<int> Show(CommandRun run, Installation at, CancellationToken ct)
    {
        var rows = (await at.Part<ShowBudgets>().Run(ct)).Select(Row.Of).ToList();
        if (run.Get(AsJson)) return run.SayJson(rows);

        foreach (var row in rows) run.Say(row.ToLine());
        var full = rows.Count(row => row.Full);
        run.Note(string.Create(CultureInfo.InvariantCulture, $"{rows.Count} in use, {full} full."));
        return CommandRun.Done;
    }

    private static async Task<int> Lift(CommandRun run, Installation at, CancellationToken ct)
    {
        var bucket = run.Get(Bucket);
        if (!SendBudgets.IsOne(bucket))
            return run.Refuse($"'{bucket}' isn't a budget of messages. `budget show` lists those in use. Nothing was changed.");

        return await at.Part<LiftBudget>().Run(run.Shell.User, bucket, Reason.Find(run.Get(Why))!, ct) is { } was
            ? run.Say(string.Create(
                CultureInfo.InvariantCulture, $"{was.Bucket} is empty: it was at {was.Used} of {was.Allowed}, and counts from 0."))
            : run.Refuse($"Nothing of {bucket} is used now. Nothing was changed.");
    }

    private static Option<string> MakeReason()
    {
        var reason = new Option<string>("--reason") { Description = "Why; kept in the audit log.", Required = true };
        reason.Validators.Add(given =>
        {
            if (Reason.Find(given.GetValueOrDefault<string>()) is null)
                given.AddError(
                    $"--reason must say why, in {Reason.Shortest} to {Reason.Longest} characters that can be shown, and without marks " +
                    $"that nobody sees, such as those that join letters or turn the direction of writing.");
        });
        return reason;
    }

    private sealed record Row(string Bucket, string Pays, long Used, long Allowed, bool Full, DateTime Until)
    {
        public static Row Of(BudgetWindow window) => new(
            window.Bucket, WordOf(window), window.Used, window.Allowed, window.IsFull, window.EndsAt.UtcDateTime);

        public string ToLine() => string.Create(CultureInfo.InvariantCulture,
            $"{(Full ? "FULL" : "    ")}  {Bucket,-36}  {Used,7} of {Allowed,-7}  until {Until:yyyy-MM-dd HH:mm}Z  {Pays}");

        private static string WordOf(BudgetWindow window) =>
            window.Scope is BudgetScope.Unanswered ? $"{WordOf(window.Use)}, too few came back" : WordOf(window.Use);

        private static string WordOf(BudgetUse use) => use switch
        {
            BudgetUse.Codes => "text messages: codes to numbers on accounts",
            BudgetUse.NewNumbers => "text messages: codes to new numbers",
            BudgetUse.News => "text messages: news about accounts",
            BudgetUse.Calls => "calls that read codes out",
            BudgetUse.MailByPassword => "mails: codes asked for with the password alone",
            BudgetUse.AskedMail => "mails: asked for without signing in",
        };
    }
}
