using System.Net;
using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

public sealed class HealthTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly string folder = Directory.CreateTempSubdirectory("countersign-health-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Probes_get_an_answer_over_plain_http_and_the_name_of_what_fails_alone()
    {
        var works = false;
        using var readiness = new Readiness(
            [new("database", _ => works ? Task.FromResult(true) : throw new InvalidOperationException("secret detail"))],
            TimeProvider.System, NullLogger<Readiness>.Instance);
        await using var server = await TinyServer.StartWhole("127.0.0.1/32", app => app.MapHealth(readiness, new NodeState()));
        server.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.1");

        Assert.Equal("alive\n", await server.Client.GetStringAsync(new Uri("/healthz", UriKind.Relative), Ct));
        using var answer = await server.Client.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("not ready: database (the log says more)\n", await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task What_was_seen_is_believed_for_five_seconds()
    {
        var asked = 0;
        var clock = TestClock.Monday();
        using var readiness = new Readiness([new("count", _ => Task.FromResult(++asked > 1))], clock, NullLogger<Readiness>.Instance);

        Assert.NotEqual("", await readiness.Lacks(Ct));
        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.NotEqual("", await readiness.Lacks(Ct));
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("", await readiness.Lacks(Ct));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_check_that_breaks_means_not_ready()
    {
        using var readiness = new Readiness(
            [new("broken", _ => throw new InvalidOperationException("no disk")), new("fine", _ => Task.FromResult(true))],
            TimeProvider.System, NullLogger<Readiness>.Instance);

        Assert.NotEqual("", await readiness.Lacks(Ct));
    }

    [Fact]
    public async Task A_migrated_database_that_takes_writes_is_ready_and_an_empty_one_is_not()
    {
        await using var db = new SqliteDb(Path.Combine(folder, "countersign.db"), TimeProvider.System);
        Assert.False(await IsReady(db));

        await Migrator.Run(db, Ct);

        Assert.True(await IsReady(db));
    }

    [Fact]
    public async Task Another_key_file_than_the_database_was_written_with_is_not_ready()
    {
        var keyFile = Path.Combine(folder, "keys");
        var keys = KeyRing.OpenOrCreate(keyFile, DateTimeOffset.UtcNow);
        await using var db = new SqliteDb(Path.Combine(folder, "countersign.db"), TimeProvider.System);
        await Migrator.Run(db, Ct);
        await db.Write(tx => KeyUseStore.AddCanary(tx, keys.Active, new KeyCanary(keys).Make(keys.Active)), Ct);
        Assert.True(await ReadyChecks.KeysFit(db, keys).Passes(Ct));

        File.Delete(keyFile);
        _ = KeyRing.OpenOrCreate(keyFile, DateTimeOffset.UtcNow);

        using var readiness = new Readiness([ReadyChecks.KeysFit(db, keys)], TimeProvider.System, NullLogger<Readiness>.Instance);
        Assert.NotEqual("", await readiness.Lacks(Ct));
    }

    private static async Task<bool> IsReady(Db db)
    {
        using var readiness = new Readiness(
            [ReadyChecks.DatabaseTakesWrites(db), ReadyChecks.SchemaIsCurrent(db)],
            TimeProvider.System, NullLogger<Readiness>.Instance);
        return await readiness.Lacks(Ct) is "";
    }
}
