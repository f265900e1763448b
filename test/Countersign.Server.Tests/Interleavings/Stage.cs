using System.Collections.Concurrent;
using System.Diagnostics;
using Countersign.Server.Secrets;
using Countersign.TestKit;

namespace Countersign.Server.Tests.Interleavings;

/// <summary>
/// Where two requests go step by step: each stands before every statement, since a trace of it begins a span there, and a
/// <see cref="Script"/> says who goes next. Whoever waits for a row that the other one holds is passed over until it is let go.
/// </summary>
internal sealed class Stage : IDisposable
{
    private const int Threads = 32;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<ActivityTraceId, Actor> actors = [];
    private readonly ActivityListener listener;
    private readonly string database;
    private readonly (int Workers, int Ports) threads;
    private Actor? arriving;

    /// <param name="database">The address of the database.</param>
    public Stage(string database)
    {
        this.database = database;
        listener = new()
        {
            ShouldListenTo = source => source.Name == Spans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = Started,
        };
        ActivitySource.AddActivityListener(listener);

        // Who stands holds a thread.
        ThreadPool.GetMinThreads(out threads.Workers, out threads.Ports);
        ThreadPool.SetMinThreads(Math.Max(threads.Workers, Threads), threads.Ports);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        listener.Dispose();
        ThreadPool.SetMinThreads(threads.Workers, threads.Ports);
    }

    /// <summary>Plays one script to its end; the answers of both.</summary>
    public async Task<IReadOnlyList<VastAnswer>> Play(IReadOnlyList<Actor> pair, Script script, CancellationToken ct)
    {
        var until = Stopwatch.GetTimestamp();
        try
        {
            foreach (var actor in pair)
            {
                arriving = actor;
                actor.Begin();
                while (!actor.Stands && !actor.IsDone) await Wait();
            }

            while (true)
            {
                await Settle();
                if (pair.All(actor => actor.IsDone)) break;
                var able = Enumerable.Range(0, pair.Count).Where(n => !pair[n].IsDone && pair[n].Stands).ToList();
                if (able.Count > 0) pair[script.Next(able)].Step();
                else await Wait();
            }
        }
        finally
        {
            foreach (var actor in pair) actor.Free();
            actors.Clear();
        }

        return await Task.WhenAll(pair.Select(actor => actor.Answer));

        // Until each has its answer, stands before a statement, or waits for what the other one holds.
        async Task Settle()
        {
            for (var waits = 0; pair.Any(actor => !actor.IsDone && !actor.Stands);)
            {
                await Wait();
                if (!pair.Any(actor => !actor.IsDone && actor.Stands)) continue;
                waits = await TestDatabases.WaitForLocks(database) > 0 ? waits + 1 : 0;
                if (waits == 2) return;
            }
        }

        async Task Wait()
        {
            if (Stopwatch.GetElapsedTime(until) > Patience) throw new TimeoutException($"It stands still: {script}");
            await Task.Delay(Look, ct);
        }
    }

    private void Started(Activity span)
    {
        if (span.Kind is ActivityKind.Server && Interlocked.Exchange(ref arriving, null) is { } actor) actors[span.TraceId] = actor;
        else if (span.Kind is ActivityKind.Client && actors.TryGetValue(span.TraceId, out var who)) who.Stand();
    }
}
