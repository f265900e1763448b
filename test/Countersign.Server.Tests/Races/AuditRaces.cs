using Countersign.Core;
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
        for (var n = 0; n < 40; n++) await Write(server, audit);
        await server.Db.WhenClosed();
        server.Clock.Advance(TimeSpan.FromDays(2));

        await Task.WhenAll(
            [
                .. Enumerable.Range(0, 60).Select(_ => Write(server, audit)),
                .. Enumerable.Range(0, 30).Select(n => server.Db.Write(tx => keeper.Prune(tx, TimeSpan.FromHours(n % 2 == 0 ? 1 : 60)), Ct)),
            ]);
        await Write(server, audit);
        await server.Db.WhenClosed();

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log WHERE entry IS NULL"));
        Assert.Equal(
            await server.Number($"SELECT max(entry) FROM audit_log"), await server.Number($"SELECT last_entry FROM audit_head"));
    }

    private static Task Write(TestServer server, AuditLog audit) => server.Db.Write(
        tx => audit.Append(tx, new(AuditEvent.UserUpdated, PageVerbSteps.Here, null)), Ct);
}
