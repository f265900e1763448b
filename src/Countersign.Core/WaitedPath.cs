namespace Countersign.Core;

/// <summary>
/// The way of a clock while a wait lasts. A step back unwinds the steps ahead before it, the last one first, and with them what they added;
/// a step ahead unwinds those back.
/// </summary>
internal sealed class WaitedPath(DateTimeOffset since, DateTimeOffset end)
{
    // So much of pauses is time, and more only where servers ran meanwhile: a machine that is off at night runs by day.
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(16);
    private const int PausesToRunning = 2;

    private readonly TimeSpan length = end - since;
    private DateTimeOffset at = since;
    private TimeSpan pausesLeft = LongestPause;

    // What nothing has unwound yet, the last on top.
    private readonly Stack<Part> ahead = [];
    private readonly Stack<Part> back = [];

    private DateTimeOffset end = end;

    /// <summary>When the wait is over.</summary>
    public DateTimeOffset Follow(IEnumerable<ClockStep> steps)
    {
        foreach (var step in steps)
        {
            if (step.From > at) pausesLeft += PausesToRunning * (step.From - at);
            if (step.To > step.From) Ahead(step);
            else Back(step);
            at = step.To;
        }

        return end;
    }

    private void Ahead(ClockStep step)
    {
        // What is over is not begun again.
        var isOver = step.From >= end;
        var moved = TimeSpan.Zero;
        foreach (var part in Unwind(back, step.To - step.From))
        {
            // In a jump that was measured nobody had any time, whatever it was that was set back before.
            var its = isOver ? part with { Moved = TimeSpan.Zero }
                : step.IsPause ? part
                : part.WasPause || part.IsNew ? part with { Moved = part.Size, WasPause = false }
                : part;
            if (part.IsNew && step.IsPause) its = AsPause(its);
            moved += its.Moved;
            ahead.Push(its with { IsNew = false });
        }

        var room = length - (end - step.To);
        if (room > TimeSpan.Zero) end += Least(moved, room);
    }

    private Part AsPause(Part part)
    {
        var counted = Least(part.Size, pausesLeft);
        pausesLeft -= counted;
        return part with { Moved = part.Size - counted, WasPause = true };
    }

    private void Back(ClockStep step)
    {
        var beyond = TimeSpan.Zero;
        foreach (var part in Unwind(ahead, step.From - step.To))
        {
            if (part.IsNew) beyond = part.Size;
            else back.Push(part);
            end -= part.Moved;
        }

        var tooLong = end - step.To > length ? end - step.To - length : TimeSpan.Zero;
        end -= tooLong;
        if (beyond > TimeSpan.Zero) back.Push(new(beyond, tooLong));
    }

    // The parts of the steps of the other direction that a step of this size unwinds, and last what it goes beyond them.
    private static IEnumerable<Part> Unwind(Stack<Part> steps, TimeSpan size)
    {
        while (size > TimeSpan.Zero && steps.TryPop(out var last))
        {
            var taken = Least(size, last.Size);
            var moved = Least(last.Moved, taken);
            size -= taken;
            if (taken < last.Size) steps.Push(last with { Size = last.Size - taken, Moved = last.Moved - moved });
            yield return last with { Size = taken, Moved = moved };
        }

        if (size > TimeSpan.Zero) yield return new(size, TimeSpan.Zero) { IsNew = true };
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>A part of a step.</summary>
    /// <param name="Size">How far the clock went.</param>
    /// <param name="Moved">How far the end of the wait went with it.</param>
    private readonly record struct Part(TimeSpan Size, TimeSpan Moved)
    {
        /// <summary>It was a pause, or took one back.</summary>
        public bool WasPause { get; init; }

        /// <summary>It unwinds nothing.</summary>
        public bool IsNew { get; init; }
    }
}
