using System.Diagnostics.Metrics;
using Countersign.Server.Admin;
using Countersign.Server.Hosting;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>Entries of the audit log that nobody numbers are told wherever an operator looks, and keep nobody out.</summary>
public sealed class AuditWaitTests : IAsyncLifetime
{
    private readonly AsyncLocal<bool> isOurs = new();
    private TestServer server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        TwoNodes.SkipOnFile();
        server = await TestServer.Start();
        await server.Db.WhenClosed();
    }

    public ValueTask DisposeAsync() => server is null ? ValueTask.CompletedTask : server.DisposeAsync();

    [Fact]
    public async Task What_waits_for_over_a_minute_is_told_at_readyz_in_the_log_by_doctor_and_as_a_metric()
    {
        await server.Db.Write(tx => tx.Execute($"UPDATE audit_head SET key_id = 'k9'"), Ct);
        var since = server.Clock.GetUtcNow().ToString("u");
        await server.LoggedIn(server.People.Grace);
        await server.Db.WhenClosed();
        var waiting = await server.Number($"SELECT count(*) FROM audit_log WHERE entry IS NULL");
        Assert.InRange(waiting, 1, long.MaxValue);

        server.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((0, 0), await Measured());
        Assert.Equal("ready\n", await ReadyAnswer());
        Assert.Equal(FindingLevel.Ok, (await DoctorDatabase.LookAtNumbers(server.Db, Ct)).Level);

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((waiting, 61), await Measured());
        var sentence = $"{waiting} entries of the audit log wait for their number, the oldest since {since}";
        Assert.Equal($"ready, but {sentence}; the log says what to do\n", await ReadyAnswer());
        Assert.Contains("give each server the key file", await server.Log.Line(sentence, Ct), StringComparison.Ordinal);
        var found = await DoctorDatabase.LookAtNumbers(server.Db, Ct);
        Assert.Equal((FindingLevel.Warn, $"{sentence}. {AuditWatch.WhatToDo}"), (found.Level, found.Text));
    }

    [Fact]
    public async Task What_was_late_is_numbered_by_the_next_look_once_nothing_is_in_the_way()
    {
        await server.Db.Write(tx => tx.Execute($"UPDATE audit_head SET key_id = 'k9'"), Ct);
        await server.LoggedIn(server.People.Grace);
        await server.Db.WhenClosed();
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        await Measured();
        await server.Db.Write(tx => tx.Execute($"UPDATE audit_head SET key_id = 'k1'"), Ct);

        Assert.Equal((0, 0), await Measured());

        Assert.Equal("ready\n", await ReadyAnswer());
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log WHERE entry IS NULL"));
        Assert.Equal(0, await server.Number($"SELECT broken_at FROM audit_head"));
        await server.Log.Line("Every entry of the audit log has its number again", Ct);
    }

    // What a look told the meters; other servers of this process tell them theirs meanwhile.
    private async Task<(long Count, double Age)> Measured()
    {
        var (count, age) = (-1L, -1.0);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name.StartsWith("countersign.audit.waiting", StringComparison.Ordinal))
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => count = isOurs.Value ? value : count);
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => age = isOurs.Value ? value : age);
        listener.Start();
        isOurs.Value = true;
        await server.Services.GetRequiredService<AuditWatch>().Look(Ct);
        return (count, age);
    }

    private async Task<string> ReadyAnswer()
    {
        using var answer = await server.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
        Assert.True(answer.IsSuccessStatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
