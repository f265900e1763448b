using System.Text;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>Kills real rotations in their own processes, and looks after each kill.</summary>
[Trait("Store", "file")]
public sealed class RotationKillTests : IDisposable
{
    private const int Apps = 8000;
    private const int Kills = 6;

    // On a busy machine a kill may come late; then there is another one.
    private const int MostKills = 40;

    private readonly Office office = new();
    private readonly Random chance = new(20261121);

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task Whenever_a_rotation_is_killed_every_key_opens_and_the_last_run_leaves_none_behind()
    {
        await office.Run("key", "status");
        var ada = await People.Add(office, "ada");
        await People.AddApps(office, ada, Apps - 1);

        var (caughtHalfway, said) = (0, "");
        for (var kill = 0; kill < Kills || (caughtHalfway == 0 && kill < MostKills); kill++)
        {
            said = await RotateAndKill(afterResealing: kill % Kills * Apps / Kills);
            var keys = await KeysThatOpen();
            Assert.Equal(Apps, keys.Count);
            if (keys.Distinct().Count() > 1) caughtHalfway++;
        }

        Assert.True(caughtHalfway > 0, $"No kill caught a rotation halfway, so nothing was shown. The last one said: {said}");
        while ((await KeysThatOpen()).Distinct().Count() > 1) await office.Run("key", "rotate");
        Assert.Equal([office.OpenKeys().Active], (await KeysThatOpen()).Distinct());
        Assert.Equal(0, (await office.Run("doctor")).Exit);
    }

    // What the rotation said. While it goes on, methods are opened here with a ring of our own, as a running server has one.
    private async Task<string> RotateAndKill(int afterResealing)
    {
        var keys = office.OpenKeys();
        var keysBefore = (await KeysThatOpen()).Distinct().Count() > 1 ? keys.Known.Count - 1 : keys.Known.Count;
        await using var db = office.OpenDb();
        using var rotation = office.Start("key", "rotate");
        var errors = rotation.StandardError.ReadToEndAsync(Ct);
        while (!rotation.HasExited && (keys.Known.Count == keysBefore || await CountUnder(db, keys.Active) <= afterResealing))
            Assert.True(await OpensOne(db, new(keys)));

        rotation.Kill();
        await rotation.WaitForExitAsync(Ct);
        return await errors;
    }

    // A sealed value begins with its version, the length of its key's id, and that id.
    private static Task<long> CountUnder(Db db, string key)
    {
        byte[] beginning = [1, (byte)key.Length, .. Encoding.ASCII.GetBytes(key)];
        return db.Read(
            sql => sql.Number($"SELECT count(*) FROM methods WHERE substr(sealed_key, 1, {beginning.Length}) = {beginning}"), Ct);
    }

    private async Task<bool> OpensOne(Db db, SecretBox box)
    {
        // Row 2 is the phone; all others are apps.
        var row = new MethodId(3 + chance.Next(Apps - 1));
        var method = (await db.Read(sql => MethodStore.Find(sql, new(1), row), Ct))!;
        return box.TryOpen(method.SealedKey, MethodKeys.PlaceOf(method), out _);
    }

    private async Task<IReadOnlyList<string>> KeysThatOpen()
    {
        await using var db = office.OpenDb();
        var box = new SecretBox(office.OpenKeys());
        var methods = await db.Read(sql => MethodStore.ListOf(sql, new AccountId(1)), Ct);
        return [.. methods
            .Where(method => method.SealedKey is not null
                && box.TryOpen(method.SealedKey, MethodKeys.PlaceOf(method), out var key) && key.SequenceEqual(People.AppKey))
            .Select(method => SecretBox.KeyIdOf(method.SealedKey))];
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
