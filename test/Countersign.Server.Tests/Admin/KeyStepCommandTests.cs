using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>A rotation beside several servers: the key is made, brought to each, and put into use once all have it.</summary>
public sealed class KeyStepCommandTests : IDisposable
{
    private const string Elsewhere = "web-2.example.org";

    private readonly Office office = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task Beside_several_servers_a_rotation_makes_the_key_and_uses_it_nowhere()
    {
        await Begin();
        await Join("one", Environment.MachineName);
        await Join("two", Elsewhere);

        var told = await office.Run("key", "rotate");
        var again = await office.Run("key", "rotate");

        Assert.Equal((0, "", 0), (told.Exit, told.Errors, again.Exit));
        Assert.Contains("Key k2 is coming", told.Output, StringComparison.Ordinal);
        Assert.Contains("Copy the file to the other servers, then run `key activate`", told.Output, StringComparison.Ordinal);
        Assert.Equal(told.Output, again.Output);
        Assert.Equal(("k1", "k2"), (office.OpenKeys().Active, office.OpenKeys().Coming?.Id));
        Assert.Equal(["k1"], await Marks());
        Assert.Contains("WARN", (await office.Run("doctor")).Output, StringComparison.Ordinal);
        Assert.Contains("k2 is coming (`key activate`)", (await office.Run("doctor")).Output, StringComparison.Ordinal);
        Assert.Equal(1, await Audited("coming key k2"));
    }

    [Fact]
    public async Task A_key_is_not_put_into_use_while_a_live_server_lacks_it_and_the_server_is_named()
    {
        await Begin();
        await Join("one", Environment.MachineName);
        await Join("two", Elsewhere);
        await office.Run("key", "rotate");
        await Say("one");

        var refused = await office.Run("key", "activate");

        Assert.Equal(1, refused.Exit);
        Assert.StartsWith($"Server {Elsewhere} (http://{Elsewhere}) does not hold key k2. Put this key file there (", refused.Errors,
            StringComparison.Ordinal);
        Assert.Contains(office.OpenKeys().Coming!.Fingerprint, refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.MachineName + " (", refused.Errors, StringComparison.Ordinal);
        Assert.Contains($"Server {Elsewhere}", (await office.Run("key", "status")).Output, StringComparison.Ordinal);
        Assert.Equal("k1", office.OpenKeys().Active);
        Assert.Equal(["k1"], await Marks());

        await Say("two");
        var told = await office.Run("key", "activate");

        Assert.Equal((0, ""), (told.Exit, told.Errors));
        Assert.Contains("Key k2 is active; sealed anew: 2.", told.Output, StringComparison.Ordinal);
        Assert.Equal("k2", office.OpenKeys().Active);
        Assert.Equal(["k1", "k2"], await Marks());
        Assert.Equal(1, await Audited("active key k2"));
    }

    [Fact]
    public async Task A_server_with_another_key_under_that_name_is_named_too()
    {
        await Begin();
        await Join("one", Environment.MachineName);
        await Join("two", Elsewhere);
        await office.Run("key", "rotate");
        await Say("one");
        await Say("two", SharedSettings.Of(new(), office.OpenKeys()).ToString().Replace(":coming", "0:coming", StringComparison.Ordinal));

        Assert.Contains($"Server {Elsewhere} (http://{Elsewhere}) holds another key under the name k2",
            (await office.Run("key", "activate")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_was_silent_for_too_long_is_waited_for_no_more()
    {
        await Begin();
        await Join("one", Environment.MachineName);
        await Join("two", Elsewhere);
        await office.Run("key", "rotate");
        office.Clock.Advance(Membership.Silence);
        await Say("one");
        Assert.Equal(1, (await office.Run("key", "activate")).Exit);

        office.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, (await office.Run("key", "activate")).Exit);
    }

    [Fact]
    public async Task A_single_server_on_this_machine_gets_its_key_in_one_command()
    {
        await Begin();
        await Join("one", Environment.MachineName);

        Assert.Contains("Key k2 is active; sealed anew: 2.", (await office.Run("key", "rotate")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_server_on_another_machine_has_a_file_of_its_own()
    {
        await Begin();
        await Join("two", Elsewhere);

        Assert.Contains("Key k2 is coming", (await office.Run("key", "rotate")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await office.Run("key", "activate")).Exit);
    }

    [Fact]
    public async Task What_cannot_be_put_into_use_and_what_cannot_be_retired_yet_is_said()
    {
        await office.Run("key", "status");
        Assert.Contains("No key is coming; k1 is active", (await office.Run("key", "activate")).Errors, StringComparison.Ordinal);
        await Join("two", Elsewhere);
        await office.Run("key", "rotate");
        office.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Contains("Key k2 is coming", (await office.Run("key", "retire", "k2")).Errors, StringComparison.Ordinal);
        Assert.Contains("Key k1 is active", (await office.Run("key", "retire", "k1")).Errors, StringComparison.Ordinal);

        await office.Run("key", "activate");
        Assert.Contains("Key k2 is very young", (await office.Run("key", "retire", "k1")).Errors, StringComparison.Ordinal);

        office.Clock.Advance(TimeSpan.FromMinutes(11));
        await Join("three", Elsewhere, SharedSettings.Of(new(), office.OpenKeys()).ToString().Split(' ')[0]);
        Assert.Contains($"Server {Elsewhere} (http://{Elsewhere}) still writes under key k1",
            (await office.Run("key", "retire", "k1")).Errors, StringComparison.Ordinal);

        await Say("three");
        Assert.Equal(0, (await office.Run("key", "retire", "k1")).Exit);
        Assert.Equal(["k2"], office.OpenKeys().Known);
    }

    [Fact]
    public async Task A_kill_between_the_mark_and_the_file_leaves_the_key_in_use()
    {
        await Begin();
        await Join("two", Elsewhere);
        await office.Run("key", "rotate");
        var keys = office.OpenKeys();
        await using (var db = office.OpenDb()) await db.Write(tx => KeyUseStore.Activate(tx, "k2", new KeyCanary(keys).Make("k2")), Ct);

        Assert.Contains("No key is coming; k2 is active", (await office.Run("key", "activate")).Errors, StringComparison.Ordinal);
        Assert.Contains("earlier rotation to key k2 is finished now; sealed anew: 2", (await office.Run("key", "rotate")).Output,
            StringComparison.Ordinal);
        Assert.Contains("k1, k2; k2 is active", (await office.Run("doctor")).Output, StringComparison.Ordinal);
    }

    private async Task Begin()
    {
        await office.Run("key", "status");
        await People.Add(office, "ada");
    }

    private async Task Join(string name, string host, string? settings = null)
    {
        await using var db = office.OpenDb();
        await db.Write(tx => NodeStore.Add(
            tx, name, new(host, $"http://{host}"), settings ?? SharedSettings.Of(new(), office.OpenKeys()).ToString()), Ct);
    }

    // As it does every few seconds.
    private async Task Say(string name, string? settings = null)
    {
        await using var db = office.OpenDb();
        Assert.True(await db.Write(
            tx => NodeStore.TrySee(tx, name, settings ?? SharedSettings.Of(new(), office.OpenKeys()).ToString()), Ct));
    }

    private async Task<IEnumerable<string>> Marks()
    {
        await using var db = office.OpenDb();
        return (await db.Read(KeyUseStore.Canaries, Ct)).Select(mark => mark.KeyId);
    }

    private async Task<long> Audited(string reason)
    {
        await using var db = office.OpenDb();
        return await db.Read(sql => sql.Number($"SELECT count(*) FROM audit_log WHERE args LIKE {$"%{reason}%"}"), Ct);
    }
}
