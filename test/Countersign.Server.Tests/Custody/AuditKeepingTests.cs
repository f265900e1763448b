using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Admin;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>What was kept for long enough goes from the audit log, and nothing else does; what is left is proven.</summary>
public sealed class AuditKeepingTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task Old_entries_go_and_what_is_left_is_proven()
    {
        await office.FillLog();
        office.Clock.Advance(TimeSpan.FromDays(396));
        await office.Run("account", "unlock", "ada");
        Assert.Equal(0, await Prune());

        office.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(7, await Prune());
        Assert.Equal(0, await Prune());

        Assert.Equal(0, (await office.Run("doctor")).Exit);
        Assert.Single((await office.Run("audit", "export")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await office.Run("account", "unlock", "ada");
        Assert.Equal(0, (await office.Run("audit", "verify")).Exit);

        // More than was pruned cannot go without notice.
        await office.Change("DELETE FROM audit_log WHERE entry = 8");
        Assert.Contains("entry 8 is missing", (await office.Run("audit", "verify")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_does_not_hold_is_kept_as_evidence()
    {
        await office.FillLog();
        await office.Change("UPDATE audit_log SET outcome = 'wrong_code' WHERE entry = 3");
        office.Clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(2, await Prune());
        Assert.Equal(0, await Prune());
        Assert.Contains("entry 3 was changed", (await office.Run("audit", "verify")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_of_a_wrong_clock_does_not_keep_the_others_for_ever()
    {
        await office.FillLog();
        office.Clock.Advance(TimeSpan.FromDays(3000));
        await office.Run("account", "unlock", "ada");
        office.Clock.AdjustTime(office.Clock.GetUtcNow() - TimeSpan.FromDays(2600));
        await office.Run("account", "unlock", "ada");

        // It goes with the one behind it; were the clock wrong now, all would be of the future.
        Assert.Equal(7, await Prune());
        Assert.Equal(0, await Prune());
        office.Clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(2, await Prune());
    }

    [Fact]
    public async Task Many_entries_of_a_wrong_clock_go_with_the_one_behind_them()
    {
        await office.FillLog();
        office.Clock.Advance(TimeSpan.FromDays(3000));
        await using (var db = office.OpenDb())
        {
            var log = new AuditLog(office.OpenKeys(), NullLogger<AuditLog>.Instance);
            for (var i = 0; i < 2100; i += 100) await db.Write(tx => Append(log, tx, 100), Ct);
            office.Clock.AdjustTime(office.Clock.GetUtcNow() - TimeSpan.FromDays(2600));
        }

        await using (var db = office.OpenDb())
            await db.Write(tx => Append(new(office.OpenKeys(), NullLogger<AuditLog>.Instance), tx, 1), Ct);
        await office.Serve();
        Assert.Equal(7, await Prune());
        Assert.Equal(0, await Prune());

        office.Clock.Advance(TimeSpan.FromDays(400));
        foreach (var step in (int[])[1000, 1000, 101, 0]) Assert.Equal(step, await Prune());
        Assert.Equal(0, (await office.Run("audit", "verify")).Exit);
    }

    [Fact]
    public async Task A_clock_that_is_far_behind_prunes_nothing()
    {
        await office.FillLog();
        office.Clock.AdjustTime(office.Clock.GetUtcNow() - TimeSpan.FromDays(400));

        Assert.Equal(0, await Prune());
        Assert.Equal(0, await Shorten());
    }

    [Fact]
    public async Task An_entry_from_before_there_was_any_log_does_not_take_the_others_with_it()
    {
        await office.FillLog();
        var right = office.Clock.GetUtcNow();
        office.Clock.AdjustTime(DateTimeOffset.UnixEpoch.AddDays(1));
        await using (var db = office.OpenDb())
            await db.Write(tx => Append(new(office.OpenKeys(), NullLogger<AuditLog>.Instance), tx, 1), Ct);
        await office.Serve();
        office.Clock.AdjustTime(right.AddDays(-100));

        Assert.Equal(0, await Prune());
        Assert.Equal(0, await Shorten());
        office.Clock.AdjustTime(right.AddDays(400));
        await office.Run("account", "unlock", "ada");
        Assert.Equal(7, await Prune());
        office.Clock.AdjustTime(right.AddDays(800));
        Assert.Equal(2, await Prune());
    }

    [Theory]
    [InlineData("")]
    [InlineData("UPDATE audit_shortened SET through = 7")]
    public async Task Last_bits_that_went_before_their_time_are_noticed(string cover)
    {
        await office.FillLog();
        await office.Change($"UPDATE audit_log SET ip_address = '192.0.2.0/24', ip_salt = NULL WHERE entry = 5; {cover}");

        const string said = "the last bits of 1 network addresses were taken away before their time, from entry 5 on";
        Assert.Contains(said, (await office.Run("audit", "verify")).Errors, StringComparison.Ordinal);
        Assert.Contains(said, (await office.Run("doctor")).Output, StringComparison.Ordinal);

        office.Clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal(7, await Shorten());
        Assert.Equal(0, (await office.Run("audit", "verify")).Exit);
    }

    [Fact]
    public async Task Addresses_are_shortened_when_they_are_old_and_the_log_still_holds()
    {
        await office.FillLog();
        Assert.Equal(0, await Shorten());

        office.Clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal(7, await Shorten());
        Assert.Equal(0, await Shorten());

        await using var db = office.OpenDb();
        var rows = await db.Read(sql => AuditLog.Page(sql, 0, DateTimeOffset.UnixEpoch, 9), Ct);
        Assert.Equal(
            ["local", "local", "local", "local", "192.0.2.0/24", "2001:db8:7::/48", "198.51.100.0/24"], rows.Select(row => row.IpAddress));
        Assert.All(rows, row => Assert.Null(row.IpSalt));
        Assert.Equal(0, (await office.Run("audit", "verify")).Exit);

        // Whoever keeps them for longer from now on finds them shortened as before, also under another key.
        Assert.Empty(await db.Read(new AuditCheck(office.OpenKeys(), TimeSpan.FromDays(300)).Faults, Ct));
        Assert.Equal(0, (await office.Run("key", "rotate")).Exit);
        office.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(0, (await office.Run("key", "retire", "k1")).Exit);
        Assert.Empty(await db.Read(new AuditCheck(office.OpenKeys(), TimeSpan.FromDays(300)).Faults, Ct));

        // What is short already is covered by the hash as it stands.
        await office.Change("UPDATE audit_log SET ip_address = '192.0.3.0/24' WHERE entry = 5");
        Assert.Contains("entry 5 was changed", (await office.Run("audit", "verify")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_s_sweeps_shorten_and_prune_as_its_settings_say()
    {
        await using var server = await TestServer.Start(("AUDIT_ADDRESS_LIFE", "5d"), ("AUDIT_LIFE", "40d"));
        var check = new AuditCheck(server.Services.GetRequiredService<KeyRing>(), AuditSteps.AddressLife);
        await server.SignedIn(server.People.Grace);
        var sweeps = Sweeps.All(server.Services).Where(sweep => sweep.Name.Contains("audit log", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, sweeps.Count);

        await server.Db.WhenClosed();
        server.Clock.Advance(TimeSpan.FromDays(6));
        await server.IsSteady();
        Assert.Equal(0, await Left(server, sweeps, $"SELECT count(*) FROM audit_log WHERE ip_salt IS NOT NULL"));
        Assert.NotEqual(0, await server.Number($"SELECT count(*) FROM audit_log WHERE ip_address = '127.0.0.0/24'"));
        Assert.Empty(await server.Db.Read(check.Faults, Ct));

        server.Clock.Advance(TimeSpan.FromDays(35));
        await server.IsSteady();
        Assert.Equal(0, await Left(server, sweeps, $"SELECT count(*) FROM audit_log"));
        await server.SignedIn(server.People.Grace);
        Assert.Empty(await server.Db.Read(check.Faults, Ct));
    }

    // The server itself may be at a sweep at this moment: one alone does it at a time, and this one would be passed over.
    private static async Task<long> Left(TestServer server, IReadOnlyList<Sweep> sweeps, Statement count)
    {
        var left = -1L;
        for (var n = 0; n < 300 && left != 0; n++)
        {
            if (n > 0) await Task.Delay(100, Ct);
            foreach (var sweep in sweeps) await sweep.Run(server.Clock.GetUtcNow(), Ct);
            left = await server.Number(count);
        }

        return left;
    }

    private static async Task Append(AuditLog log, Tx tx, int entries)
    {
        for (var i = 0; i < entries; i++)
            await log.Append(tx, new(AuditEvent.AuthnLoginFail, new("192.0.2.1", "192.0.2.1", "test", "POST /"), new(1)));
    }

    private async Task<int> Prune()
    {
        await using var db = office.OpenDb();
        return await db.Write(tx => new AuditKeeper(office.OpenKeys()).Prune(tx, TimeSpan.FromDays(396)), Ct);
    }

    private async Task<int> Shorten()
    {
        await using var db = office.OpenDb();
        return await db.Write(tx => new AuditKeeper(office.OpenKeys()).Shorten(tx, AuditSteps.AddressLife), Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
