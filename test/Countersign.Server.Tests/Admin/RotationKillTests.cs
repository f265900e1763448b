using System.Diagnostics;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>Kills real rotations in their own processes, and looks after each kill.</summary>
public sealed class RotationKillTests : IDisposable
{
    private const int Apps = 3000;
    private const int Kills = 12;

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task Whenever_a_rotation_is_killed_every_key_opens_and_the_last_run_leaves_none_behind()
    {
        await office.Run("key", "status");
        var ada = await People.Add(office, "ada");
        await People.AddApps(office, ada, Apps - 1);

        for (var kill = 0; kill < Kills; kill++)
        {
            await RotateAndKill(TimeSpan.FromMilliseconds(150 + (kill * 60)));
            Assert.Equal(Apps, (await KeysThatOpen()).Count);
        }

        await office.Run("key", "rotate");
        Assert.Equal([office.OpenKeys().Active], (await KeysThatOpen()).Distinct());
        Assert.Equal(0, (await office.Run("doctor", "--json")).Json.GetProperty("checks").EnumerateArray()
            .Count(check => check.GetProperty("name").GetString() is "keys" or "database" && check.GetProperty("level").GetString() != "ok"));
    }

    // While the other process rotates, methods are opened here with a ring of our own, as a running server has one.
    private async Task RotateAndKill(TimeSpan after)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "countersign-server.dll"), "key", "rotate"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["COUNTERSIGN_DATA"] = office.Data },
        };
        using var rotation = Process.Start(start)!;
        var box = new SecretBox(office.OpenKeys());
        await using var db = office.OpenDb();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < after && !rotation.HasExited) Assert.True(await OpensOne(db, box));

        rotation.Kill();
        await rotation.WaitForExitAsync(Ct);
    }

    private static async Task<bool> OpensOne(Db db, SecretBox box)
    {
        var method = (await db.Read(sql => MethodStore.Find(sql, new(1), new(1)), Ct))!;
        return box.TryOpen(method.SealedKey, MethodKeys.PlaceOf(method), out _);
    }

    private async Task<IReadOnlyList<string>> KeysThatOpen()
    {
        await using var db = office.OpenDb();
        var box = new SecretBox(office.OpenKeys());
        var methods = await db.Read(sql => MethodStore.ListOf(sql, new AccountId(1)), Ct);
        return [.. methods
            .Where(method => method.SealedKey is not null && box.TryOpen(method.SealedKey, MethodKeys.PlaceOf(method), out var key) && key.SequenceEqual(People.AppKey))
            .Select(method => SecretBox.KeyIdOf(method.SealedKey))];
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
