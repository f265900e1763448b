namespace Countersign.TestKit;

/// <summary>
/// A clock that stands still until it is told to go on. Timers fire inside <see cref="Advance"/>, in order, each at its own time.
/// </summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock changing = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;

    /// <summary>Starts on an ordinary Monday morning.</summary>
    public ManualClock()
        : this(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
    {
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (changing) return now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan time)
    {
        var end = GetUtcNow() + time;
        while (NextUntil(end) is { } due) due.Fire();
    }

    /// <summary>Puts the clock to an instant, forth or back; timers whose time is reached fire.</summary>
    public void Set(DateTimeOffset instant)
    {
        lock (changing) now = instant < now ? instant : now;
        Advance(instant - GetUtcNow());
    }

    // The clock stands at a timer's own instant while that timer fires.
    private ManualTimer? NextUntil(DateTimeOffset end)
    {
        lock (changing)
        {
            var next = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            var reached = next?.Due ?? end;
            if (reached > now) now = reached;
            next?.Arm(next.Period > TimeSpan.Zero ? next.Due + next.Period : null);
            return next;
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; private set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.changing)
            {
                Period = period;
                Arm(dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime);
            }

            return true;
        }

        public void Arm(DateTimeOffset? due)
        {
            Due = due;
            if (due is null) clock.timers.Remove(this);
            else if (!clock.timers.Contains(this)) clock.timers.Add(this);
        }

        public void Dispose()
        {
            lock (clock.changing) Arm(null);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
