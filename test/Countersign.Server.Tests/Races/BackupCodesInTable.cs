using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>Looks a backup code up without spending it.</summary>
internal static class BackupCodesInTable
{
    public static async Task<bool> IsLive(TestServer server, string username, string code)
    {
        var ct = TestContext.Current.CancellationToken;
        var hash = server.Services.GetRequiredService<BackupCodeHash>();
        Assert.True(BackupCode.TryParse(code, out var parsed));
        var selector = hash.Selectors(parsed)[0];
        var (candidate, live) = await server.Db.Read(async sql =>
        {
            var account = (await AccountStore.FindByName(sql, username))!.Id;
            return (await BackupCodeStore.Find(sql, account, selector.KeyId, selector.Value), await BackupCodeStore.ListLive(sql, account));
        }, ct);
        using var turn = await hash.Turn(new(HashLane.Others, username, "192.0.2.1"), ct);
        return candidate is not null && live.Contains(candidate.Id) && await hash.Matches(parsed, candidate.CodeHash, turn, ct);
    }
}
