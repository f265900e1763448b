using System.Globalization;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Faults;

/// <summary>What a scenario has shown, as it stands in <c>docs/faults.md</c>.</summary>
/// <param name="scenario">What was done to the servers.</param>
/// <param name="seed">Of chance, to do it again.</param>
internal sealed class Figures(string scenario, int seed)
{
    private readonly List<string> faults = [];
    private readonly List<Deed> later = [];

    public int Times { get; set; }

    public int Acknowledged { get; private set; }

    public int InDoubt { get; private set; }

    public int Lost { get; private set; }

    public int Double { get; private set; }

    public TimeSpan LongestRefusal { get; private set; }

    public TimeSpan Recovery { get; private set; }

    /// <summary>How long it took until somebody served again.</summary>
    public void Took(TimeSpan recovery) => Recovery = recovery > Recovery ? recovery : Recovery;

    /// <summary>How long a crew waited for a no.</summary>
    public void Took(Crew crew) => LongestRefusal = crew.LongestRefusal > LongestRefusal ? crew.LongestRefusal : LongestRefusal;

    /// <summary>Compares each answer with what a living server has.</summary>
    public async Task Look(IReadOnlyList<Deed> deeds, TestServer living)
    {
        living.Clock.AdjustTime(TimeProvider.System.GetUtcNow());
        // Those in doubt first: what they ask again with is not good for long.
        foreach (var deed in deeds.Where(IsAskedAgain)) await AskAgain(deed, Judge(deed, await deed.Look(living)), living);
        foreach (var deed in deeds.Where(deed => deed.Told is not null && !IsAskedAgain(deed) && !deed.ComesLater))
            Judge(deed, await deed.Look(living));
        later.AddRange(deeds.Where(deed => deed.Told is not null && deed.ComesLater));
        faults.AddRange(await living.Db.Faults(TestContext.Current.CancellationToken));
    }

    private static bool IsAskedAgain(Deed deed) => deed is { Told: Told.InDoubt, CanAskAgain: true };

    private Found Judge(Deed deed, Found found)
    {
        if (deed.Told is Told.Done) Acknowledged++;
        if (deed.Told is Told.InDoubt) InDoubt++;
        if (found is Found.Double) Double++;
        if (found is Found.Half || (deed.Told is Told.Done && found is Found.NotAtAll)) Lost++;
        if (deed.Told is Told.Refused) faults.Add($"{deed.Kind} of {deed.Account} was refused: {deed.Said}");
        else if (found is Found.Half or Found.Double || (deed.Told is Told.Done && found is Found.NotAtAll))
            faults.Add($"{deed.Kind} of {deed.Account}: told {deed.Told}, found {found}.");
        return found;
    }

    // Whoever is in doubt asks again: done once by now, whatever was found before.
    private async Task AskAgain(Deed deed, Found before, TestServer living)
    {
        if (before is Found.Half or Found.Double) return;

        var answer = await deed.AskAt(living.Http);
        var after = await deed.Look(living);
        if (after is Found.Double) Double++;
        if (after is Found.NotAtAll && answer is Told.Refused && DateTime.UtcNow - deed.AskedAt > deed.GoodFor) return;
        if (after is not Found.Whole || (before is Found.NotAtAll && answer is not Told.Done))
            faults.Add($"{deed.Kind} of {deed.Account}: found {before}, asked again and told {answer} ({deed.Said}), found {after}.");
    }

    /// <summary>Looks for what came later, prints the line, and fails where anything was lost or doubled.</summary>
    public async Task Close(TestServer living)
    {
        var found = await Task.WhenAll(later.Select(deed => deed.Look(living)));
        foreach (var (deed, what) in later.Zip(found)) Judge(deed, what);
        var store = TestDatabases.ArePostgres ? "PostgreSQL" : "SQLite";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {scenario} | {store} | {Times} | {Acknowledged} | {InDoubt} | {Lost} | {Double} | {LongestRefusal.TotalSeconds:0.0} s " +
            $"| {Recovery.TotalSeconds:0.0} s | {seed} |");
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (FaultPlan.Table is { } table) File.AppendAllText(table, line + Environment.NewLine);
        Assert.True(faults.Count == 0, $"Seed {seed}: {string.Join(Environment.NewLine, faults)}");
        Assert.True(Acknowledged > 0, "Nothing was acknowledged, so nothing was shown.");
    }
}
