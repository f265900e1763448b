using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Custody;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>
/// Where entries are numbered after their commit, whoever may write the database has a moment to take one away: the server that wrote it
/// remembers it.
/// </summary>
public sealed class AuditTheftTests : IAsyncLifetime
{
    private const string TakenAway = "taken away that had just been written";

    private TestServer server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        TwoNodes.SkipOnFile();
        server = await TestServer.Start();
        await server.Db.WhenClosed();
    }

    public ValueTask DisposeAsync() => server is null ? ValueTask.CompletedTask : server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_entry_taken_away_before_it_has_its_number_is_there_again_and_told(bool doOthersFollow)
    {
        var grace = server.People.Grace;
        var before = await EntriesOf(grace);
        await BeforeTheNextNumber(async _ =>
        {
            await server.LoggedIn(grace);
            Assert.InRange(await Thief($"DELETE FROM audit_log WHERE entry IS NULL"), 1, 9);
            if (doOthersFollow) await server.LoggedIn(grace);
        });

        var after = await EntriesOf(grace);
        Assert.Equal(doOthersFollow ? 2 : 1, after - before);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log WHERE entry IS NULL"));
        Assert.Contains(TakenAway, Assert.Single(await Faults()), StringComparison.Ordinal);
        await server.Log.Line("away right after they were written", Ct);
    }

    [Fact]
    public async Task What_was_taken_away_is_there_again_once_whoever_looks_meanwhile()
    {
        var before = await EntriesOf(server.People.Grace);
        var looks = new List<Task>();
        await BeforeTheNextNumber(async _ =>
        {
            await server.LoggedIn(server.People.Grace);
            Assert.InRange(await Thief($"DELETE FROM audit_log WHERE entry IS NULL"), 1, 9);
            await server.LoggedIn(server.People.Grace);
            for (var look = 0; look < 5; look++) looks.Add(server.Verb<AuditWatch>().Look(Ct));
            await Task.Delay(TimeSpan.FromMilliseconds(300), Ct); // They wait for the number, too.
        });
        await Task.WhenAll(looks);

        Assert.Equal(2, await EntriesOf(server.People.Grace) - before);
        Assert.Single(await Faults());
    }

    [Fact]
    public async Task While_the_numbering_is_held_up_what_was_taken_away_is_told_and_at_the_end_too()
    {
        await server.Db.Write(async tx =>
        {
            await tx.OneByOne(AuditBinder.Lock);
            await tx.Number($"SELECT 1");
            using var over = new CancellationTokenSource();
            var staying = Stay(tx, over.Token);
            await server.LoggedIn(server.People.Grace);
            Assert.InRange(await Thief($"DELETE FROM audit_log WHERE entry IS NULL"), 1, 9);
            server.Clock.Advance(TimeSpan.FromSeconds(61));
            await server.Db.WhenClosed(); // It has waited for as long as it may.
            await server.Verb<AuditWatch>().Look(Ct);
            await server.Verb<AuditWatch>().DisposeAsync();
            await over.CancelAsync();
            await staying;
        }, Ct);
        foreach (var told in (string[])["wait for their number, the oldest since", "whose number was not seen here"])
            Assert.Contains(server.Log.Lines, line => line.Contains(told, StringComparison.Ordinal));
        await server.Verb<AuditWatch>().Look(Ct);

        Assert.Contains(TakenAway, Assert.Single(await Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_changed_before_it_has_its_number_is_there_as_it_was_beside_the_changed_one()
    {
        await BeforeTheNextNumber(async _ =>
        {
            await server.LoggedIn(server.People.Grace);
            Assert.InRange(await Thief($"UPDATE audit_log SET outcome = 'wrong_code' WHERE entry IS NULL"), 1, 9);
        });

        Assert.Equal(1, await server.Number(
            $"SELECT count(*) FROM audit_log WHERE entry IS NOT NULL AND event = 'authn_login_success' AND account_id > 0"));
        var faults = await Faults();
        Assert.Contains(faults, fault => fault.Contains("put there by somebody else", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains(TakenAway, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_another_server_has_numbered_is_not_missed()
    {
        var other = new AuditBinder(server.Verb<KeyRing>(), NullLogger.Instance);
        await BeforeTheNextNumber(async tx =>
        {
            await server.LoggedIn(server.People.Grace);
            await other.Run(tx);
        });

        Assert.Empty(await Faults());
        Assert.False(server.Verb<AuditLog>().Binder.Owed.IsAny);
    }

    // A transaction that says nothing for ten seconds is ended.
    internal static async Task Stay(Tx tx, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await tx.Number($"SELECT 1");
            await Task.Delay(TimeSpan.FromSeconds(1), until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<int> Thief(Statement act) => server.Db.Write(tx => tx.Execute(act), Ct);

    // The numbering waits for this transaction, as for that of another server.
    private async Task BeforeTheNextNumber(Func<Tx, Task> act)
    {
        await server.Db.Write(async tx =>
        {
            await tx.OneByOne(AuditBinder.Lock);
            await tx.Number($"SELECT 1");
            await act(tx);
        }, Ct);
        await server.Db.WhenClosed();
    }

    private async Task<long> EntriesOf(TestPerson person)
    {
        var id = await server.IdOf(person);
        return await server.Number(
            $"SELECT count(*) FROM audit_log WHERE account_id = {id} AND event = 'authn_login_success' AND entry > 0");
    }

    private Task<IReadOnlyList<string>> Faults() =>
        server.Db.Read(new AuditCheck(server.Verb<KeyRing>(), AuditSteps.AddressLife).Faults, Ct);
}
