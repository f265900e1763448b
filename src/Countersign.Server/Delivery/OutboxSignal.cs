using System.Collections.Concurrent;
using System.Threading.Channels;
using Countersign.Server.Storage;
using Channel = Countersign.Core.Channel;

namespace Countersign.Server.Delivery;

/// <summary>
/// What runs between requests and the worker inside one process: "there is something to send" one way, "the first
/// attempt is over" the other. Nothing depends on it but speed; the table is the truth. It also rings by the clock.
/// </summary>
public sealed class OutboxSignal : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<MessageId, TaskCompletionSource<DeliveryResult>> expected = new();
    private readonly Bell mail = new();
    private readonly Bell sms = new();
    private readonly ITimer timer;

    /// <summary>Rings every <see cref="OutboxOptions.Look"/>.</summary>
    public OutboxSignal(OutboxOptions options, TimeProvider clock) =>
        timer = clock.CreateTimer(_ => Wake(), null, options.Look, options.Look);

    /// <summary>Lets both lanes look at the table.</summary>
    public void Wake()
    {
        mail.Ring();
        sms.Ring();
    }

    /// <summary>Lets both lanes look at the table once more in a moment: another transaction held what they wanted to take.</summary>
    public void WakeSoon() => _ = Task.Delay(Soon).ContinueWith(_ => Wake(), TaskScheduler.Default);

    /// <summary>Completes when there may be something to send.</summary>
    public Task Woken(Channel channel, CancellationToken ct) => channel switch
    {
        Channel.Email => mail.Rung(ct),
        Channel.Sms => sms.Rung(ct),
    };

    /// <summary>Completes when the next attempt of this message is over. Whoever expects must <see cref="Forget"/>.</summary>
    public Task<DeliveryResult> Expect(MessageId id) =>
        expected.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Nobody waits for this message any more.</summary>
    public void Forget(MessageId id) => expected.TryRemove(id, out _);

    /// <summary>Tells whoever waits how the attempt went.</summary>
    public void Tell(MessageId id, DeliveryResult result)
    {
        if (expected.TryGetValue(id, out var waiting)) waiting.TrySetResult(result);
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    // One ring is as good as many, and it is heard though nobody listened just then.
    private sealed class Bell
    {
        private readonly Channel<bool> rings = System.Threading.Channels.Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public void Ring() => rings.Writer.TryWrite(true);

        public Task<bool> Rung(CancellationToken ct) => rings.Reader.ReadAsync(ct).AsTask();
    }
}
