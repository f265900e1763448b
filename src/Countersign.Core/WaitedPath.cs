namespace Countersign.Core;

/// <summary>
/// The way of a clock while a wait lasts. A step back unwinds the steps ahead before it, the last one first, and with them what they added;
/// a step ahead unwinds those back.
/// </summary>
internal sealed class WaitedPath(DateTimeOffset end, TimeSpan length)
{
    // What nothing has unwound yet, the last on top.
    private readonly Stack<Part> ahead = [];
    private readonly Stack<Part> back = [];

    private DateTimeOffset end = end;

    /// <summary>When the wait is over.</summary>
    public DateTimeOffset Follow(IEnumerable<ClockStep> steps)
    {
        foreach (var step in steps)
        {
            if (step.To > step.From) Ahead(step);
            else Back(step);
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
            if (part.IsNew && step.IsPause) its = its with { WasPause = true };
            moved += its.Moved;
            ahead.Push(its with { IsNew = false });
        }

        end += Least(moved, length - (end - step.To));
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
