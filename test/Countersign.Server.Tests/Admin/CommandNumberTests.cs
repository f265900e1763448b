using Countersign.Server.Storage;
using Countersign.Server.Tests.Nodes;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>What a command writes to the audit log has its number before the command ends, or the operator hears of it.</summary>
public sealed class CommandNumberTests : IDisposable
{
    private readonly Office office = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task A_command_whose_entry_nobody_numbers_says_so_and_ends_as_one_that_failed()
    {
        TwoNodes.SkipOnFile();
        Assert.Equal(0, (await office.Run("account", "add", "--email", "ada@example.org")).Exit);
        await using (var db = office.OpenDb())
        {
            await db.Write(async tx =>
            {
                await tx.OneByOne(AuditBinder.Lock);
                await tx.Number($"SELECT 1");
                using var over = new CancellationTokenSource();
                var staying = AuditTheftTests.Stay(tx, over.Token);
                var told = await office.Run("account", "disable", "ada@example.org", "--reason", "asked for it");
                await over.CancelAsync();
                await staying;

                Assert.Equal(1, told.Exit);
                Assert.Contains("no number yet", told.Errors, StringComparison.Ordinal);
                Assert.Contains("admin_disabled", told.Errors, StringComparison.Ordinal);
            }, Ct);
        }

        Assert.Equal(1, await office.Count($"SELECT count(*) FROM accounts WHERE disabled_at IS NOT NULL"));
        var next = await office.Run("account", "enable", "ada@example.org", "--reason", "asked for it");
        Assert.Equal((0, ""), (next.Exit, next.Errors));
        Assert.Equal(0, await office.Count($"SELECT count(*) FROM audit_log WHERE entry IS NULL"));
    }
}
