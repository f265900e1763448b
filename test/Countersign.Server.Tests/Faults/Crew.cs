using System.Diagnostics;
using System.Threading.Channels;
using Countersign.TestKit;

namespace Countersign.Server.Tests.Faults;

/// <summary>
/// Clients that do their deeds at any of the nodes, several at a time, and write down what they are told. Where a node is gone, or does not
/// answer, a deed is in doubt, and nobody asks again before the nodes are looked after.
/// </summary>
internal sealed class Crew(Ledger ledger, int callers = 8)
{
    private readonly Channel<Deed> told = Channel.CreateUnbounded<Deed>();
    private int asked;

    /// <summary>How long the longest answer took that was no yes.</summary>
    public TimeSpan LongestRefusal { get; private set; }

    /// <summary>Completes when all is asked, or when nobody answers any more.</summary>
    public async Task Run(IReadOnlyList<Deed> deeds, IReadOnlyList<ServerProcess> nodes, CancellationToken ct)
    {
        var waiting = new Queue<Deed>(deeds);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Work(waiting, nodes, ct)));
        }
        finally
        {
            told.Writer.Complete();
        }
    }

    /// <summary>Completes when so many answers came, or all work is done.</summary>
    public async Task Answered(int count)
    {
        for (var n = 0; n < count && await told.Reader.WaitToReadAsync(); n++) await told.Reader.ReadAsync();
    }

    private async Task Work(Queue<Deed> waiting, IReadOnlyList<ServerProcess> nodes, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && Next(waiting) is { } deed)
        {
            var since = Stopwatch.GetTimestamp();
            deed.AskedAt = DateTime.UtcNow;
            var answer = await deed.AskAt(nodes[Interlocked.Increment(ref asked) % nodes.Count].Http);
            ledger.Note(deed, answer);
            if (answer is not Told.Done) Longest(Stopwatch.GetElapsedTime(since));
            await told.Writer.WriteAsync(deed, ct);
        }
    }

    private static Deed? Next(Queue<Deed> waiting)
    {
        lock (waiting) return waiting.TryDequeue(out var deed) ? deed : null;
    }

    private void Longest(TimeSpan took)
    {
        lock (ledger) LongestRefusal = took > LongestRefusal ? took : LongestRefusal;
    }
}
