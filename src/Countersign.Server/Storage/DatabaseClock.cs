using System.Diagnostics;

namespace Countersign.Server.Storage;

/// <summary>
/// The clock of a database that several nodes share. It is asked now and then; in between goes by what cannot be set, the time since the
/// machine started. A test's clock is nobody's but the test's, and stands.
/// </summary>
internal sealed class DatabaseClock(TimeProvider own)
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(30);

    private Reading? reading;
    private volatile bool isWanted;

    /// <summary>Whether it is time to ask the database again.</summary>
    public bool IsDue => IsReal && (isWanted || reading is not { } last || Stopwatch.GetElapsedTime(last.Mark) > BetweenQuestions);

    private bool IsReal => ReferenceEquals(own, TimeProvider.System);

    /// <summary>The time, to the second as it is stored.</summary>
    public DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(
        IsReal && reading is { } last
            ? (long)(last.Seconds + Stopwatch.GetElapsedTime(last.Mark).TotalSeconds)
            : own.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>An instant to measure from.</summary>
    public static long Mark() => Stopwatch.GetTimestamp();

    /// <summary>Has the database asked before its time.</summary>
    public void Want() => isWanted = true;

    /// <summary>What the database said when it was asked; on average it said so half way between question and answer.</summary>
    public void Set(long asked, double seconds)
    {
        reading = new(Stopwatch.GetTimestamp(), seconds + (Stopwatch.GetElapsedTime(asked).TotalSeconds / 2));
        isWanted = false;
    }

    private sealed record Reading(long Mark, double Seconds);
}
