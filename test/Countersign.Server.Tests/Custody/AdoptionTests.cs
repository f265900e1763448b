using System.IO.Compression;
using System.Security.Cryptography;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Admin;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>The audit log of an older version, with a chain for each account and no signed end.</summary>
[Trait("Store", "file")]
public sealed class AdoptionTests : IDisposable
{
    private readonly Office office = new();

    public AdoptionTests()
    {
        Directory.CreateDirectory(office.Data);
        ZipFile.ExtractToDirectory(
            Path.Combine(Repository.Root, "test", "Countersign.Server.Tests", "Secrets", "of-libsodium.zip"), office.Data);
        if (OperatingSystem.IsWindows()) return;

        foreach (var file in Directory.GetFiles(office.Data)) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task It_is_taken_over_whole_and_goes_on()
    {
        await WriteAsBefore();

        await office.Serve();
        await office.Run("account", "unlock", "grace");

        await using var db = office.OpenDb();
        var rows = await db.Read(sql => AuditLog.Page(sql, 0, DateTimeOffset.UnixEpoch, 10), Ct);
        Assert.Equal([(5L, 1L), (0L, 1L), (5L, 2L), (5L, 3L)], rows.Take(4).Select(row => (row.AccountId, row.Seq)));
        Assert.Equal("admin_unlocked", rows[4].Event);
        Assert.Equal(5, rows.Count);
        Assert.Empty(await db.Read(new AuditCheck(office.OpenKeys(), AuditSteps.AddressLife).Faults, Ct));
        Assert.Equal(0, await db.Read(sql => sql.Number($"SELECT count(*) FROM audit_log WHERE hash_key <> ''"), Ct));
    }

    [Theory]
    [InlineData("UPDATE audit_log SET outcome = 'wrong_code' WHERE account_id = 5 AND seq = 2", 3)]
    [InlineData("DELETE FROM audit_log WHERE account_id = 5 AND seq = 2", 3)]
    public async Task What_was_changed_before_is_not_made_good_by_it(string change, int entry)
    {
        await WriteAsBefore();
        await using (var db = office.OpenDb()) await db.Write(tx => tx.Script(change), Ct);

        await office.Serve();
        await office.Serve();

        await using var served = office.OpenDb();
        Assert.Contains(
            $"when entry {entry} was written", (await served.Read(new AuditCheck(office.OpenKeys(), AuditSteps.AddressLife).Faults, Ct))[0],
            StringComparison.Ordinal);
    }

    // As the version before wrote it: a chain for each account, each hash under the root key of its time.
    private async Task WriteAsBefore()
    {
        await using var db = office.OpenDb();
        await db.Write(async tx =>
        {
            var first = await Write(tx, 5, 1, []);
            await Write(tx, 0, 1, []);
            await Write(tx, 5, 3, await Write(tx, 5, 2, first));
        }, Ct);
    }

    private async Task<byte[]> Write(Tx tx, long account, long seq, byte[] before)
    {
        var hash = HMACSHA256.HashData(office.OpenKeys().Derive("k1", KeyPurpose.AuditChain), Fields.Join(
            Convert.ToHexString(before), $"{account}", $"{seq}", "authn_login_fail", "wrong_password", "", "", "", "", "POST /", "{}",
            "192.0.2.1", "1772442000"));
        await tx.Execute($"""
            INSERT INTO audit_log (account_id, seq, event, outcome, api_route, args, ip_address, created_at, hash_key, hash)
            VALUES ({account}, {seq}, 'authn_login_fail', 'wrong_password', 'POST /', {"{}"}, '192.0.2.1', 1772442000, 'k1', {hash})
            """);
        return hash;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
