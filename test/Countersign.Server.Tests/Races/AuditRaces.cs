using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>Everybody writes the audit log, and its end is signed by whoever comes last.</summary>
public sealed class AuditRaces
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pruning_beside_those_who_write_puts_no_old_end_back()
    {
        await using var server = await TestServer.Start();
        var audit = server.Services.GetRequiredService<AuditLog>();
        var keeper = new AuditKeeper(server.Services.GetRequiredService<KeyRing>());
        const int old = 60;
        for (var n = 0; n < old; n++)
        {
            await Write(server, audit);
            server.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await server.Db.WhenClosed();

        // Each step of the one has an entry to remove, and each of the others one to number.
        await Task.WhenAll([Prune(), .. Enumerable.Range(0, 4).Select(_ => WriteOn())]);
        await Write(server, audit);
        await server.Db.WhenClosed();

        Assert.InRange(await server.Number($"SELECT pruned_through FROM audit_head"), old, long.MaxValue);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log WHERE entry IS NULL"));
        Assert.Equal(
            await server.Number($"SELECT max(entry) FROM audit_log"), await server.Number($"SELECT last_entry FROM audit_head"));

        async Task Prune()
        {
            for (var age = old; age > 0; age--) await server.Db.Write(tx => keeper.Prune(tx, TimeSpan.FromMinutes(age - 0.5)), Ct);
        }

        async Task WriteOn()
        {
            for (var n = 0; n < old; n++) await Write(server, audit);
        }
    }

    private static Task Write(TestServer server, AuditLog audit) => server.Db.Write(
        tx => audit.Append(tx, new(AuditEvent.UserUpdated, PageVerbSteps.Here, null)), Ct);
}
