namespace Countersign.Core;

/// <summary>What one server knows of the time since it looked last.</summary>
/// <param name="Ran">How long servers had run in all by then.</param>
/// <param name="Gaps">How many gaps there had been by then.</param>
public readonly record struct LastLook(TimeSpan Ran, long Gaps);

/// <summary>A time in which no server looked at the clock, and of which nobody knows yet how long it was.</summary>
/// <param name="From">What the clock said when one looked last before it.</param>
/// <param name="FromRan">How long servers had run by then.</param>
/// <param name="OffsetBefore">How far the clock was ahead of that, as far as nobody was told of a jump since.</param>
public sealed record ClockGap(DateTimeOffset From, TimeSpan FromRan, TimeSpan OffsetBefore)
{
    /// <summary>How much had been lived through by then.</summary>
    public required TimeSpan FromLived { get; init; }

    /// <summary>How long they must have run until what the clock says of it is believed.</summary>
    public TimeSpan Due { get; init; }
}

/// <summary>What a look has found.</summary>
/// <param name="Jump">By how much the clock jumped; null: it did not.</param>
/// <param name="IsFoundAtStart">Nobody ran meanwhile, and it may have been a longer time instead.</param>
/// <param name="IsGap">Nobody has looked for a while.</param>
/// <param name="Believed">
/// The time without servers that is believed from now on. Whatever began after it, and was told <see cref="LivedTime.Lived"/> from its
/// <see cref="ClockGap.FromLived"/> on, did not live through it.
/// </param>
public sealed record ClockNews(
    LivedTime Time, TimeSpan? Jump = null, bool IsFoundAtStart = false, bool IsGap = false,
    (TimeSpan Length, TimeSpan FromLived)? Believed = null);

/// <summary>
/// The time that people had, which no clock can set. It goes on while a server runs, by a clock that only counts; what the clock of the day
/// does meanwhile changes nothing. A time without servers is told by the clock of the day alone, which may be wrong at a start: it is
/// believed an hour later, as the clock tells it by then, up to 16 hours and twice as long as servers ran before. Pure.
/// </summary>
/// <param name="At">What the clock said when a server looked last.</param>
/// <param name="Ran">How long servers have run.</param>
/// <param name="Lived">That, and the time without servers that is believed.</param>
/// <param name="Offset">How far the clock is ahead of <paramref name="Ran"/>, when it last jumped or began.</param>
public sealed record LivedTime(DateTimeOffset At, TimeSpan Ran, TimeSpan Lived, TimeSpan Offset)
{
    /// <summary>How long it must have gone by steadily before what cannot be undone is done.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromDays(1);

    /// <summary>How long a clock that is wrong at a start has to be set right.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    /// <summary>A longer time without servers is as good as a jump.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromHours(16);

    private const int GapsToRunning = 2;

    // Whoever starts anew that soon, or beside others, has missed nothing.
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(1);

    // Where nobody could look for longer, nobody could object either.
    private static readonly TimeSpan LongestBetweenLooks = TimeSpan.FromHours(1);

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    // Clocks that nobody keeps drift apart by less than that in an hour.
    private static readonly TimeSpan DriftOfAnHour = TimeSpan.FromSeconds(1);

    // Servers look every half minute, and what began between two looks is as old as the first.
    private static readonly TimeSpan Alike = TimeSpan.FromSeconds(90);

    /// <summary>How much of times without servers may still be believed.</summary>
    public TimeSpan Credit { get; init; } = LongestGap;

    /// <summary>How long servers had run when the time was last not steady.</summary>
    public TimeSpan SteadyFrom { get; init; } = Ran;

    /// <summary>The last time without servers, until it is believed or not.</summary>
    public ClockGap? Gap { get; init; }

    /// <summary>How many there were.</summary>
    public long Gaps { get; init; }

    /// <summary>What the next look of this server begins from.</summary>
    public LastLook Last => new(Ran, Gaps);

    /// <summary>The first look of all.</summary>
    public static LivedTime Begin(DateTimeOffset now) => new(now, TimeSpan.Zero, TimeSpan.Zero, now - DateTimeOffset.UnixEpoch);

    /// <summary>A server looks at the clock.</summary>
    /// <param name="before">Its look before; null: it begins.</param>
    /// <param name="elapsed">How long that is ago, by a clock that only counts.</param>
    public ClockNews Look(DateTimeOffset now, LastLook? before, TimeSpan elapsed)
    {
        if (before is not { } last || elapsed > LongestBetweenLooks) return Begins(now);

        var time = Running(now, last.Ran + elapsed - Ran);

        // Whoever ran all the while knows that it was the clock, and no time without servers.
        // One that began before its last look was there already, and stays.
        if (last.Gaps != Gaps) time = time with
        {
            Gap = Gap?.FromRan < last.Ran ? Gap : null,
            Offset = Gap?.OffsetBefore ?? OffsetAt(now, time.Ran),
        };
        return time.Judged();
    }

    /// <summary>Until when what cannot be undone waits, by this clock; null: it need not.</summary>
    public DateTimeOffset? HoldsUntil(DateTimeOffset now)
    {
        var passed = now - At;
        var steady = SteadyFrom + Wait - Ran;
        var left = IsNear(passed) ? Longer(steady, Gap is { } gap ? gap.Due - Ran : TimeSpan.Zero) - Longer(passed, TimeSpan.Zero)
            : IsGap(passed) ? Longer(steady, Rest)
            : Wait;
        return left > TimeSpan.Zero ? now + left : null;
    }

    /// <summary>
    /// When a wait is over that people are to have whole. As long as the clock went on as the time did, it is when the clock says so; else
    /// when they have lived through its length.
    /// </summary>
    /// <param name="since">When it began, by the clock.</param>
    /// <param name="lived">How much had been lived through by then; null: nobody knows.</param>
    /// <param name="end">When it would be over by the clock.</param>
    public DateTimeOffset EndOf(DateTimeOffset since, TimeSpan? lived, DateTimeOffset end, DateTimeOffset now)
    {
        if (end - since >= DateTimeOffset.MaxValue - now) return end;

        var whole = now + (end - since);
        if (lived is not { } then) return end < whole ? end : whole;

        var had = Longer(Lived - then, TimeSpan.Zero);
        return (now - since - had).Duration() <= Alike ? end : whole - had;
    }

    private LivedTime Running(DateTimeOffset now, TimeSpan since)
    {
        var more = Longer(since, TimeSpan.Zero);
        var credit = Credit + (GapsToRunning * more);
        var most = DriftOfAnHour * more.TotalHours;
        var drift = Longer(-most, Shorter(most, OffsetAt(now, Ran + more) - Offset));
        return this with
        {
            At = now,
            Ran = Ran + more,
            Lived = Lived + more,
            Offset = Offset + drift,
            Credit = Shorter(credit, LongestGap),
        };
    }

    private ClockNews Begins(DateTimeOffset now)
    {
        var passed = now - At;
        if (IsNear(passed)) return Running(now, passed).Judged();

        var (isGap, offset) = (IsGap(passed), OffsetAt(now, Ran));
        var gap = (Gap ?? new(At, Ran, Offset) { FromLived = Lived }) with { Due = Ran + Rest, OffsetBefore = Offset };
        var time = this with { At = now, Gap = gap, Gaps = Gaps + 1, Offset = offset };
        return isGap
            ? new(time, IsGap: true)
            : new(time with { SteadyFrom = Ran, Gap = gap with { OffsetBefore = offset } }, passed, IsFoundAtStart: true, IsGap: true);
    }

    private ClockNews Judged()
    {
        var news = Gap is { } gap && Ran >= gap.Due ? Believing(gap) : new(this);
        var jump = OffsetAt(At, Ran) - Offset;
        return jump.Duration() <= Bound
            ? news
            : news with { Time = news.Time with { SteadyFrom = Ran, Offset = OffsetAt(At, Ran) }, Jump = jump };
    }

    private ClockNews Believing(ClockGap gap)
    {
        var size = At - gap.From - (Ran - gap.FromRan);
        var counted = size > TimeSpan.Zero && size <= LongestGap ? Shorter(size, Credit) : TimeSpan.Zero;
        return new(this with { Lived = Lived + counted, Credit = Credit - counted, Gap = null }, Believed: (counted, gap.FromLived));
    }

    private static TimeSpan OffsetAt(DateTimeOffset now, TimeSpan ran) => now - DateTimeOffset.UnixEpoch - ran;

    private static bool IsNear(TimeSpan passed) => passed >= -Near && passed <= Near;

    private static bool IsGap(TimeSpan passed) => passed > Near && passed <= LongestGap;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
