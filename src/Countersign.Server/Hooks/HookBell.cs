using System.Threading.Channels;

namespace Countersign.Server.Hooks;

/// <summary>Rings when there may be something to send: by the clock, and when an operator wants it now. The table is the truth.</summary>
public sealed class HookBell : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // One ring is as good as many, and it is heard though nobody listened just then.
    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly ITimer timer;

    public HookBell(TimeProvider clock) => timer = clock.CreateTimer(_ => Ring(), null, Look, Look);

    /// <summary>There may be something.</summary>
    public void Ring() => rings.Writer.TryWrite(true);

    /// <summary>Completes when there may be something.</summary>
    public Task Rung(CancellationToken ct) => rings.Reader.ReadAsync(ct).AsTask();

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();
}
