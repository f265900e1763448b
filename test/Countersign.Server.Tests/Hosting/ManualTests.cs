using System.Runtime.CompilerServices;
using Countersign.Server.Settings;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

public sealed class ManualTests
{
    [Fact]
    public void The_table_of_settings_in_the_manual_is_the_table_in_the_code() =>
        Assert.Equal(SettingsTable.All.Select(Row), RowsOfTheManual());

    private static string Row(Setting setting)
    {
        var twin = setting.IsSecret ? " (`_FILE`)" : "";
        var byDefault = setting.Default.Length == 0 ? "" : $"`{setting.Default}`";
        return $"| `{Setting.Prefix}{setting.Name}`{twin} | {byDefault} | {setting.Allowed} | {setting.Meaning} |";
    }

    private static IEnumerable<string> RowsOfTheManual() =>
        File.ReadLines(Path.Combine(RepositoryOf(), "docs", "operate.md"))
            .Where(line => line.StartsWith($"| `{Setting.Prefix}", StringComparison.Ordinal));

    private static string RepositoryOf([CallerFilePath] string here = "")
    {
        var folder = new FileInfo(here).Directory;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Countersign.slnx"))) folder = folder.Parent;
        return folder!.FullName;
    }
}
