using System.Collections.Concurrent;
using Countersign.Core;

namespace Countersign.Server.Delivery;

/// <summary>
/// What runs between requests and the worker inside one process: "there is something to send" one way, "the first
/// attempt is over" the other. Nothing depends on it but speed; the table is the truth. It also rings by the clock.
/// </summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly ConcurrentDictionary<MessageId, TaskCompletionSource<DeliveryResult>> _expected = new();
    private readonly SemaphoreSlim _mail = new(0);
    private readonly SemaphoreSlim _sms = new(0);
    private readonly ITimer _timer;

    /// <summary>Rings every <see cref="OutboxOptions.Look"/>.</summary>
    public OutboxSignal(OutboxOptions options, TimeProvider clock) =>
        _timer = clock.CreateTimer(_ => Wake(), null, options.Look, options.Look);

    /// <summary>Lets both lanes look at the table.</summary>
    public void Wake()
    {
        Ring(_mail);
        Ring(_sms);
    }

    /// <summary>Completes when there may be something to send.</summary>
    public Task Woken(Channel channel, CancellationToken ct) => channel switch
    {
        Channel.Email => _mail.WaitAsync(ct),
        Channel.Sms => _sms.WaitAsync(ct),
    };

    /// <summary>Completes when the next attempt of this message is over. Whoever expects must <see cref="Forget"/>.</summary>
    public Task<DeliveryResult> Expect(MessageId id) =>
        _expected.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Nobody waits for this message any more.</summary>
    public void Forget(MessageId id) => _expected.TryRemove(id, out _);

    /// <summary>Tells whoever waits how the attempt went.</summary>
    public void Tell(MessageId id, DeliveryResult result)
    {
        if (_expected.TryGetValue(id, out var waiting)) waiting.TrySetResult(result);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _mail.Dispose();
        _sms.Dispose();
    }

    // One ring is as good as many; losing a race here only lets a lane look once more than it needs to.
    private static void Ring(SemaphoreSlim bell)
    {
        if (bell.CurrentCount == 0) bell.Release();
    }
}
