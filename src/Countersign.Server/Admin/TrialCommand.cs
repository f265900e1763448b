using System.CommandLine;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Operators;

namespace Countersign.Server.Admin;

/// <summary><c>budget simulate</c>: a day of the past under other limits.</summary>
public static class TrialCommand
{
    private static readonly Option<bool> AsJson = new("--json") { Description = "Answer with one line of JSON." };

    private static readonly IReadOnlyDictionary<TrialField, Option<string>> Fields = new Dictionary<TrialField, Option<string>>
    {
        [TrialField.Day] = Make(TrialField.Day, "--day", "DATE", "The day, of UTC; without it, yesterday."),
        [TrialField.InAll] = Make(
            TrialField.InAll, "--in-all", "RATE", "Text messages of everybody together; without it, as COUNTERSIGN_SMS_IN_ALL says."),
        [TrialField.PerCountry] = Make(
            TrialField.PerCountry, "--per-country", "RATE",
            "Text messages to one calling code; without it, as COUNTERSIGN_SMS_PER_COUNTRY says."),
        [TrialField.PerPrefix] = Make(
            TrialField.PerPrefix, "--per-prefix", "RATE",
            "Text messages to numbers that begin alike; without it, as COUNTERSIGN_SMS_PER_PREFIX says."),
        [TrialField.PerNumber] = Make(
            TrialField.PerNumber, "--per-number", "RATE",
            "Text messages to one number; without it, as COUNTERSIGN_SMS_PER_NUMBER_LONG says."),
        [TrialField.Countries] = Make(
            TrialField.Countries, "--countries", "CODES",
            "The countries that get text messages; without it, as COUNTERSIGN_SMS_COUNTRIES says."),
        [TrialField.Price] = Make(
            TrialField.Price, "--price", "NUMBER", "What one text message costs; without it, no sums of money are shown."),
    };

    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell)
    {
        var command = new Command(
            "simulate", "Says what a day would have cost under other limits, from the records of its text messages. Nothing is changed.")
        {
            AsJson,
        };
        foreach (var option in Fields.Values) command.Add(option);
        return OperatorCommand.OnInstallation(shell, command, Run);
    }

    private static async Task<int> Run(CommandRun run, Installation at, CancellationToken ct)
    {
        var (trial, _) = BudgetTrial.Read(field => run.Get(Fields[field]) ?? "", at.Part<SendLimits>(), run.Shell.Now());
        if (trial!.Day > run.Shell.Now())
            return run.RefuseWords($"--day {trial.TextOf(TrialField.Day)} is still to come: no text message was sent on it.");

        var outcome = await at.Part<TryLimits>().Run(trial, ct);
        if (run.Get(AsJson)) return run.SayJson(Facts(outcome));

        foreach (var country in outcome.Countries) run.Say(LineOf(country));
        run.Say(string.Create(CultureInfo.InvariantCulture,
            $"{trial.TextOf(TrialField.Day)}: {outcome.Went} of {outcome.Asked} text messages would have gone, {outcome.Paid} to pay for " +
            $"(it was {outcome.PaidThen})."));
        if (trial.Price > 0)
            run.Say(string.Create(
                CultureInfo.InvariantCulture, $"At {trial.Price} each: {outcome.Cost:0.00} in place of {outcome.CostThen:0.00}."));
        run.Note("What was refused on that day left no record, so wider limits show nothing more. Limits by network take no part.");
        if (outcome.IsCut) run.Note("There were more messages than are looked at. These are the sums of the first 200,000.");
        return CommandRun.Done;
    }

    private static object Facts(TrialOutcome outcome) => new
    {
        Day = outcome.Trial.TextOf(TrialField.Day),
        outcome.Asked,
        outcome.Went,
        outcome.PaidThen,
        outcome.Paid,
        outcome.CostThen,
        outcome.Cost,
        outcome.IsCut,
        Countries = outcome.Countries.Select(country => new
        {
            country.CallingCode,
            country.Asked,
            country.Went,
            country.PaidThen,
            country.Paid,
            Refused = country.Refused.OrderBy(each => each.Key).ToDictionary(each => WordOf(each.Key), each => each.Value),
        }),
    };

    private static string LineOf(ReplaySums country)
    {
        var refused = country.Refused.OrderBy(each => each.Key).Select(each =>
            string.Create(CultureInfo.InvariantCulture, $", {each.Value} refused by {WordOf(each.Key)}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"+{country.CallingCode,-5} {country.Went,7} of {country.Asked}{string.Concat(refused)}");
    }

    private static string WordOf(SendCap cap) => cap switch
    {
        SendCap.ClosedCountry => "countries",
        SendCap.Account => "account",
        SendCap.Number => "number",
        SendCap.Prefix => "prefix",
        SendCap.Country => "country",
        SendCap.InAll => "in_all",
    };

    private static Option<string> Make(TrialField field, string name, string help, string description)
    {
        var option = new Option<string>(name) { Description = description, HelpName = help };
        option.Validators.Add(given =>
        {
            if (!BudgetTrial.IsGood(field, given.GetValueOrDefault<string>() ?? ""))
                given.AddError($"{name} must be written like {BudgetTrial.ExampleOf(field)}.");
        });
        return option;
    }
}
