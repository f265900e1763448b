using Countersign.Server.Admin;
using Countersign.Server.Composition;
using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>Equal servers, each with a copy of the key file of its own, get another key while people sign in on all of them.</summary>
public sealed class KeyStepTests : IAsyncLifetime
{
    private TestServer one = null!;
    private TestServer other = null!;
    private string copy = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string KeyFile => Path.Combine(one.Folder, "keys");

    public async ValueTask InitializeAsync()
    {
        TwoNodes.SkipOnFile();
        one = await TestServer.Start();
        copy = Path.Combine(one.Folder, "keys.of-the-other");
        File.Copy(KeyFile, copy);
        other = await one.StartBeside(own: ("KEY_FILE", copy));
    }

    public async ValueTask DisposeAsync()
    {
        if (other is not null) await other.DisposeAsync();
        if (one is not null) await one.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_is_refused_at_any_moment_of_a_rotation()
    {
        await SignInOnOneAndAskTheOther();

        Assert.Equal(RotationStep.Coming, (await Operate(RotateKeys.Run)).Step);
        await SignInOnOneAndAskTheOther();

        var refused = (await Operate(ActivateKey.Run)).Refused!.Detail!;
        Assert.Contains(other.Url, refused, StringComparison.Ordinal);
        await SignInOnOneAndAskTheOther();

        File.Copy(KeyFile, copy, overwrite: true);
        await Beat();
        Assert.Equal("k2", (await Operate(ActivateKey.Run)).Given!.Key);

        // The other has not looked yet, and its copy says still that the key is coming.
        await SignInOnOneAndAskTheOther();
        Assert.Equal("k2", KeysOf(one).Active);

        await Beat();
        Assert.Equal("k2", KeysOf(other).Active);
        Assert.Equal("k2", KeyRing.Open(copy).Coming?.Id);
        await SignInOnOneAndAskTheOther();
        await Task.WhenAll(one.Db.WhenClosed(), other.Db.WhenClosed());
        Assert.Equal(0, await one.Number($"SELECT count(*) FROM audit_log WHERE entry IS NULL"));
        foreach (var node in (TestServer[])[one, other])
        {
            using var ready = await node.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
            Assert.Equal("ready\n", await ready.Content.ReadAsStringAsync(Ct));
        }
    }

    [Fact]
    public async Task A_server_that_starts_again_in_between_begins_with_the_old_file_while_the_key_is_coming_and_no_longer_afterwards()
    {
        var old = copy + ".old";
        File.Copy(copy, old);
        await Operate(RotateKeys.Run);
        await Beat();

        await using (await one.StartBeside(own: ("KEY_FILE", old)))
        {
            Assert.Contains("does not hold key k2", (await Operate(ActivateKey.Run)).Refused!.Detail!, StringComparison.Ordinal);
        }

        File.Copy(KeyFile, copy, overwrite: true);
        await Beat();
        Assert.NotNull((await Operate(ActivateKey.Run)).Given);

        // Its copy came before the key was put into use; it is told so by the database.
        await using (var again = await one.StartBeside(own: ("KEY_FILE", copy))) Assert.Equal("k2", KeysOf(again).Active);

        await Beat();
        var refused = await Assert.ThrowsAnyAsync<StartRefusedException>(() => one.StartBeside(own: ("KEY_FILE", old)));
        Assert.Contains("KEY_FILE", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_key_file_is_away_is_alive_and_counts_as_one_without_the_key()
    {
        await Operate(RotateKeys.Run);
        File.Delete(copy);
        await one.Db.Write(tx => tx.Execute($"UPDATE nodes SET seen_at = seen_at - 19"), Ct);
        await Beat();
        await one.Db.Write(tx => tx.Execute($"UPDATE nodes SET seen_at = seen_at - 19"), Ct);

        var refused = (await Operate(ActivateKey.Run)).Refused!.Detail!;

        Assert.Contains(other.Url, refused, StringComparison.Ordinal);
        Assert.DoesNotContain(one.Url + ")", refused, StringComparison.Ordinal);
    }

    private async Task SignInOnOneAndAskTheOther()
    {
        one.Clock.Advance(TimeSpan.FromMinutes(1));
        await one.Db.Write(tx => tx.Execute($"UPDATE nodes SET seen_at = {tx.Now}"), Ct);
        foreach (var (here, there) in ((TestServer, TestServer)[])[(one, other), (other, one)])
        {
            here.Clock.Advance(TimeSpan.FromSeconds(30));
            var key = (await here.LoggedIn(one.People.Grace)).Bearer!;
            (await there.With(key).Get("/users/current/")).Ok();
            (await there.With(key).Get("/tfa/status/")).Ok();
        }
    }

    private async Task Beat()
    {
        foreach (var node in (TestServer[])[one, other]) await node.Services.GetRequiredService<Membership>().Renew(Ct);
    }

    private async Task<T> Operate<T>(Func<Installation, OperatorShell, CancellationToken, Task<T>> act)
    {
        var keyboard = new Keyboard(TextReader.Null, IsTerminal: false, () => "");
        var shell = new OperatorShell(new Dictionary<string, string>(), one.Clock, keyboard, "olga");
        var opened = await Installation.Open(
            one.Services.GetRequiredService<ServerSettings>(), one.Clock, Restored.Refused, systemLog: null, Ct);
        await using var at = opened.Given!;
        return await act(at, shell, Ct);
    }

    private static KeyRing KeysOf(TestServer node) => node.Services.GetRequiredService<KeyRing>();
}
