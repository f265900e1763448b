using Countersign.TestKit;

namespace Countersign.Server.Tests.Interleavings;

/// <summary>One request under way, which stands before each of its statements until it is let go.</summary>
internal sealed class Actor(Func<Task<VastAnswer>> request)
{
    private readonly Lock guard = new();
    private readonly Queue<SemaphoreSlim> waiting = [];
    private Task<VastAnswer>? answer;
    private bool isFree;

    /// <summary>Whether it stands before a statement.</summary>
    public bool Stands
    {
        get
        {
            lock (guard) return waiting.Count > 0;
        }
    }

    /// <summary>Whether it has its answer.</summary>
    public bool IsDone => answer is { IsCompleted: true };

    /// <summary>How many statements it came to.</summary>
    public int Steps { get; private set; }

    /// <summary>The answer, once it is done.</summary>
    public Task<VastAnswer> Answer => answer!;

    /// <summary>Begins.</summary>
    public void Begin() => answer = Task.Run(request);

    /// <summary>Stands until it is let go; called by what asks the database.</summary>
    public void Stand()
    {
        SemaphoreSlim gate;
        lock (guard)
        {
            if (isFree) return;
            gate = new(0);
            waiting.Enqueue(gate);
        }

        gate.Wait();
    }

    /// <summary>Lets it ask what it stands before.</summary>
    public void Step()
    {
        lock (guard)
        {
            Steps++;
            waiting.Dequeue().Release();
        }
    }

    /// <summary>Lets it do whatever it still has to do.</summary>
    public void Free()
    {
        lock (guard)
        {
            isFree = true;
            while (waiting.TryDequeue(out var gate)) gate.Release();
        }
    }
}
