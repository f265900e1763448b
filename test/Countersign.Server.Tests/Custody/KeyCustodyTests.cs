using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Admin;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>A key file is made once, for a database that has none yet; beside old data no other one is made, or taken in.</summary>
public sealed class KeyCustodyTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Theory]
    [InlineData("account", "list")]
    [InlineData("account", "show", "ada")]
    [InlineData("account", "add", "--email", "grace@example.org")]
    [InlineData("account", "unlock", "ada")]
    [InlineData("key", "status")]
    [InlineData("key", "rotate")]
    [InlineData("key", "activate")]
    [InlineData("key", "retire", "k1")]
    [InlineData("migrate")]
    [InlineData("audit", "verify")]
    [InlineData("audit", "anchor")]
    [InlineData("audit", "export")]
    [InlineData("backup", "copy.db")]
    [InlineData("after-restore", "--yes")]
    public async Task While_the_key_file_is_away_a_command_names_it_and_makes_none(params string[] words)
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        File.Move(office.KeyFile, office.KeyFile + ".away");

        var told = await office.Run(words);

        Assert.Equal(1, told.Exit);
        Assert.Contains($"The key file {office.KeyFile} is missing", told.Errors, StringComparison.Ordinal);
        Assert.Contains("Put it back", told.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(office.KeyFile));
    }

    [Fact]
    public async Task While_the_key_file_is_away_no_server_starts_and_after_it_is_back_one_does()
    {
        await office.Serve();
        File.Move(office.KeyFile, office.KeyFile + ".away");

        await Assert.ThrowsAsync<KeyFileException>(office.OpenServer);
        Assert.False(File.Exists(office.KeyFile));

        File.Move(office.KeyFile + ".away", office.KeyFile);
        await office.Serve();
    }

    [Fact]
    public async Task A_database_that_belongs_to_no_key_yet_gets_its_key_file()
    {
        Assert.Equal(0, (await office.Run("migrate")).Exit);
        File.Delete(office.KeyFile);
        Assert.NotEqual(0, (await office.Run("key", "status")).Exit);
        Assert.False(File.Exists(office.KeyFile));

        Assert.Equal(0, (await office.Run("migrate")).Exit);
        Assert.True(File.Exists(office.KeyFile));
    }

    [Fact]
    public async Task Commands_that_start_at_once_on_nothing_agree_on_one_key()
    {
        office.BeginsWithNothing = true;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => office.Run("migrate"))));

        var told = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => office.Run("key", "status", "--json"))));

        Assert.All(told, one => Assert.Equal((0, ""), (one.Exit, one.Errors)));
        Assert.Single(told.Select(one => one.Json[0].GetProperty("fingerprint").GetString()).Distinct());
    }

    [Fact]
    public async Task A_running_server_takes_in_no_other_key_file_says_so_and_goes_on_when_the_right_one_is_back()
    {
        await using var server = await TestServer.Start();
        var keyFile = Path.Combine(server.Folder, "keys");
        var grace = server.People.Grace;
        var before = await server.Number($"SELECT count(*) FROM audit_log");
        File.Move(keyFile, keyFile + ".away");
        KeyRing.OpenOrCreate(keyFile, server.Clock.GetUtcNow());

        Assert.Equal(503, (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Status);
        Assert.Equal(503, (int)(await server.Http.GetAsync("/readyz", Ct)).StatusCode);
        await server.Log.Line("was replaced: its key 'k1' is another one", Ct);
        Assert.Equal(before, await server.Number($"SELECT count(*) FROM audit_log"));

        File.Move(keyFile + ".away", keyFile, overwrite: true);
        (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Expect(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_right_password_stays_right_for_all_who_sign_in_at_once_after_a_new_key()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        for (var round = 0; round < 3; round++)
        {
            KeyRing.Open(Path.Combine(server.Folder, "keys")).AddActive(server.Clock.GetUtcNow());

            foreach (var told in await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.Stranger().Password(ada)))) told.Ok();
        }

        Assert.Equal(0, await server.AuditedOf(ada, "authn_login_fail", "wrong_password"));
    }

    [Fact]
    public async Task A_key_that_only_the_database_knows_is_not_taken_in_under_another_secret()
    {
        await using var server = await TestServer.Start();
        var keyFile = Path.Combine(server.Folder, "keys");
        File.Copy(keyFile, keyFile + ".away");
        var (keys, others) = (server.Services.GetRequiredService<KeyRing>(), KeyRing.Open(keyFile + ".away"));

        // The one rotation is known to the database and to no running server; then a file with another second key comes.
        others.AddActive(server.Clock.GetUtcNow());
        await server.Db.Write(tx => KeyUseStore.AddCanary(tx, "k2", new KeyCanary(others).Make("k2")), Ct);
        await KeyMarks.Hold(server.Db, keys, Ct);
        File.Copy(keyFile, keyFile + ".third");
        KeyRing.Open(keyFile + ".third").AddActive(server.Clock.GetUtcNow());
        File.Move(keyFile + ".third", keyFile, overwrite: true);

        Assert.Contains("'k2' is another one", Assert.Throws<KeyFileException>(() => keys.Active).Message, StringComparison.Ordinal);

        File.Move(keyFile + ".away", keyFile, overwrite: true);
        Assert.Equal("k2", keys.Active);
    }

    [Fact]
    public void A_file_of_another_installation_without_any_known_key_is_not_taken_in()
    {
        using var folder = new Secrets.KeyFolder();
        using var other = new Secrets.KeyFolder();
        var (ring, foreign) = (folder.Open(), other.Open());
        foreign.AddActive(Secrets.KeyFolder.Morning);
        foreign.Remove("k1");
        File.Copy(other.Path, folder.Path, overwrite: true);

        Assert.Contains("none of the keys", Assert.Throws<KeyFileException>(ring.Refresh).Message, StringComparison.Ordinal);
        Assert.True(ring.TryDerive("k1", KeyPurpose.Seed, out _));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
