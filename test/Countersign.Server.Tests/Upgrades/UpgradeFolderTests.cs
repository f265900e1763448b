using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Upgrades;

/// <summary>
/// Whoever adds a migration adds what the version before it leaves behind (README.md beside this file), or says here why there is none.
/// </summary>
[Trait("Store", "file")]
public sealed class UpgradeFolderTests
{
    // No version that ever started ended with these.
    private static readonly Dictionary<string, string> NeverAlone = new(StringComparer.Ordinal)
    {
        ["0019_told_steps"] = "came in one merge with 0020_phone_ranges",
        ["0022_our_own_fault"] = "landed in a commit that had it twice, and no database took it before 0024_sign_ups",
        ["0050_passkeys"] = "came together with 0052",
        ["0051_reports_of_gateways"] = "came together with 0052",
        ["0053_changed_demands"] = "came together with 0055",
        ["0023_what_links_are_about"] = "came in one merge with 0024_sign_ups",
    };

    [Fact]
    public async Task Every_state_of_the_migrations_that_landed_has_its_data()
    {
        var states = new List<IReadOnlyList<string>>();
        foreach (var name in OldInstallation.Names) states.Add(await OldInstallation.MigrationsOf(name));
        states.Add(Migrator.All);

        IReadOnlyList<string> before = [];
        foreach (var state in states.OrderBy(state => state.Count))
        {
            Assert.Empty(before.Except(state));
            var alone = state.Except(before).Where(migration => !NeverAlone.ContainsKey(migration)).ToList();
            Assert.True(
                alone.Count <= 1,
                $"Between two states of the migrations came {string.Join(", ", alone)}. Make what the version between them leaves behind: " +
                    "test/Countersign.Server.Tests/Upgrades/README.md says how.");
            before = state;
        }
    }

    [Fact]
    public async Task Each_is_named_after_the_migration_that_came_last()
    {
        var states = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var name in OldInstallation.Names) states[name] = await OldInstallation.MigrationsOf(name);

        IReadOnlyList<string> before = [];
        foreach (var (name, state) in states.OrderBy(state => state.Value.Count))
        {
            Assert.Contains(state.Except(before), migration => migration.StartsWith($"{name}_", StringComparison.Ordinal));
            before = state;
        }
    }

    [Fact]
    public void What_is_excused_is_a_migration() => Assert.Empty(NeverAlone.Keys.Except(Migrator.All));
}
