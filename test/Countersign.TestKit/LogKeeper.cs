using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Countersign.TestKit;

/// <summary>One event of the log.</summary>
public sealed record LoggedEvent(LogLevel Level, string Name, IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>A fact; empty where there is none of this name.</summary>
    public string this[string fact] => Facts.GetValueOrDefault(fact, "");
}

/// <summary>Keeps everything that is logged, at every level, with its values and exceptions: to look for what must not be there.</summary>
public sealed class LogKeeper : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentQueue<LoggedEvent> events = new();
    private TaskCompletionSource arrival = NextArrival();

    /// <summary>What was logged so far.</summary>
    public IReadOnlyList<string> Lines => [.. lines];

    /// <summary>The same as events, each with its facts.</summary>
    public IReadOnlyList<LoggedEvent> Events => [.. events];

    /// <summary>The first line with this part in it; waits for it.</summary>
    public async Task<string> Line(string part, CancellationToken ct)
    {
        while (true)
        {
            var arrival = Volatile.Read(ref this.arrival).Task;
            if (lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } found) return found;
            await arrival.WaitAsync(ct);
        }
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Keeper(this, categoryName);

    /// <summary>A log for one class.</summary>
    public ILogger<T> For<T>() => new Keeper<T>(this);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Keep<TState>(LogLevel level, string category, string? name, TState state, Exception? exception, string text)
    {
        var pairs = state as IEnumerable<KeyValuePair<string, object?>>;
        var values = pairs is not null ? string.Join(", ", pairs) : $"{state}";
        events.Enqueue(new(level, name ?? "", (pairs ?? []).DistinctBy(pair => pair.Key).ToDictionary(
            pair => pair.Key, pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value}"))));
        lines.Enqueue($"{level} {category}: {text} | {values} | {exception}");
        Interlocked.Exchange(ref arrival, NextArrival()).SetResult();
    }

    private static TaskCompletionSource NextArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private class Keeper(LogKeeper log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Keep(logLevel, category, eventId.Name, state, exception, formatter(state, exception));
    }

    private sealed class Keeper<T>(LogKeeper log) : Keeper(log, typeof(T).Name), ILogger<T>;
}
