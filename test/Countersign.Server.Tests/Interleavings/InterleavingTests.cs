using System.Globalization;
using Countersign.Server.Tests.Nodes;
using Xunit;

namespace Countersign.Server.Tests.Interleavings;

/// <summary>It listens to every trace of this process, so nobody else may run beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class OnStage
{
    public const string Name = "on stage";
}

/// <summary>
/// Two requests about one account, on two nodes over one PostgreSQL, statement by statement in every order in which one is passed over
/// a few times, and in orders that chance has chosen. Whatever the order, the answers and what is left behind are those of one after
/// the other. Nobody is told to try again: whoever came with a key that went in between hears that it is gone.
/// </summary>
[Collection(OnStage.Name)]
public sealed class InterleavingTests(Theatre theatre) : IClassFixture<Theatre>
{
    // All orders take long, and many by chance take hours: `./run explore` does that, and the tests do a little of it.
    private static readonly int MostPreemptions = Setting("PREEMPTIONS", 0);
    private static readonly int ByChance = Setting("ORDERS", 0);
    private static readonly int Seed = Setting("SEED", Random.Shared.Next());

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            var names = Verbs.All.Keys.ToList();
            for (var a = 0; a < names.Count; a++)
                for (var b = a; b < names.Count; b++)
                    if (IsWanted(names[a], names[b])) pairs.Add(names[a], names[b]);
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task In_every_order_it_is_as_if_one_came_after_the_other(string a, string b)
    {
        TwoNodes.SkipOnFile();
        theatre.Shows(a, b);
        var right = new HashSet<string>(StringComparer.Ordinal)
        {
            await theatre.OneByOne(0, 1), await theatre.OneByOne(1, 0),
        };
        var toPlay = new Stack<IReadOnlyList<int>>([[]]);
        var played = 0;
        while (toPlay.TryPop(out var written))
        {
            var script = new Script(written);
            Holds(await theatre.Play(script), script);
            played++;
            foreach (var other in script.Others(MostPreemptions)) toPlay.Push(other);
        }

        var chance = new Random(Seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"{played} orders; then {ByChance} by chance, seed {Seed}");
        for (var i = 0; i < ByChance; i++)
        {
            var script = new Script([], chance);
            Holds(await theatre.Play(script), script);
        }

        Assert.True(played > 1, "Nothing was passed over.");

        void Holds(string was, Script script) => Assert.True(
            right.Contains(was), $"{a} (A), {b} (B), in the order {script}, seed {Seed}:\n{was}\nand not\n{string.Join("\nor\n", right)}");
    }

    // A few pairs only, "one verb+another;…", for whoever looks at one guard.
    private static bool IsWanted(string a, string b) =>
        Environment.GetEnvironmentVariable("COUNTERSIGN_TEST_PAIRS") is not { Length: > 0 } wanted
        || wanted.Split(';').Any(pair => pair == $"{a}+{b}" || pair == $"{b}+{a}");

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable($"COUNTERSIGN_TEST_{name}") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : otherwise;
}
