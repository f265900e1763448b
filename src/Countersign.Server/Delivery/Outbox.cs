using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>What is known about a message when the request that caused it must answer.</summary>
public enum DeliveryResult
{
    /// <summary>The gateway has taken it.</summary>
    Sent,

    /// <summary>The gateway will never take it: the person must be told.</summary>
    Refused,

    /// <summary>
    /// By our own fault the gateway takes nothing from us just now; the person must be told that, and nothing about their address.
    /// </summary>
    OurFault,

    /// <summary>Not taken yet; it is stored and will be tried until it expires.</summary>
    Waiting,
}

/// <summary>
/// Where verbs leave messages. A message commits with what it tells about (so there is never a challenge without its
/// message, nor a message about something that did not happen); the <see cref="OutboxWorker"/> carries it out.
/// </summary>
public sealed class Outbox(Db db, MessageSeal seal, OutboxSignal signal, OutboxOptions options, TimeProvider clock)
{
    /// <summary>Stores a message, sealed, inside the verb's transaction; its commit wakes the worker.</summary>
    public async Task<MessageId> Enqueue(Tx tx, OutgoingMessage message)
    {
        if (message.Challenge is null && message.Message.Kind is not MessageKind.Notice)
            throw new ArgumentException("A code needs the challenge it belongs to.", nameof(message));

        var id = MessageId.New();
        var row = await OutboxStore.Add(tx, id, message);
        await OutboxStore.SetBody(tx, row, seal.Seal(row, message.Account, message.Message));
        tx.AfterCommit(signal.Wake);
        await tx.Call(OutboxCalls.Wake);
        return id;
    }

    /// <summary>Says instead what the message that gathers this bucket is to say; false when none gathers it any more.</summary>
    public async Task<bool> TryRewrite(Tx tx, string bucket, AccountId account, Message message)
    {
        if (await OutboxStore.FindGathering(tx, bucket) is not { } row) return false;

        await OutboxStore.SetBody(tx, row, seal.Seal(row, account, message));
        return true;
    }

    /// <summary>
    /// After the commit: waits for the first attempt, at most <see cref="OutboxOptions.FirstAttemptWait"/>.
    /// </summary>
    public async Task<DeliveryResult> FirstAttempt(MessageId id, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(options.FirstAttemptWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        var told = signal.Expect(id);
        try
        {
            // Asked after Expect: an attempt that was over before is in the table, a later one is told; or, where another node makes it
            // and its call is not heard, found in the table by and by.
            while (true)
            {
                if (await Known(id, ct) is { } known) return known;
                if (await Told(told, either.Token) is { } result) return result;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return await Known(id, ct) ?? DeliveryResult.Waiting;
        }
        finally
        {
            signal.Forget(id);
        }
    }

    /// <summary>The number of the gateway that a message was offered to last; null: nobody knows.</summary>
    public Task<int?> GatewayOf(MessageId id, CancellationToken ct) => db.Read(sql => OutboxStore.FindGateway(sql, id), ct);

    /// <summary>Removes the records of messages that were done with long ago; answers how many.</summary>
    public Task<int> Sweep(Tx tx) => OutboxStore.DeleteDoneBefore(tx, tx.Now - options.Keep);

    // Null: not yet, and it is time to look again.
    private async Task<DeliveryResult?> Told(Task<DeliveryResult> told, CancellationToken ct)
    {
        if (!db.IsShared) return await told.WaitAsync(ct);

        try
        {
            return await told.WaitAsync(options.Look, clock, ct);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<DeliveryResult?> Known(MessageId id, CancellationToken ct) =>
        await db.Read(sql => OutboxStore.Find(sql, id), ct) is { } row ? ResultOf(row) : null;

    private static DeliveryResult? ResultOf(OutboxProgress progress) => progress.State switch
    {
        OutboxState.Sent => DeliveryResult.Sent,
        OutboxState.Waiting when !progress.WasTried => null,
        OutboxState.Refused or OutboxState.Waiting or OutboxState.Expired when progress.Blame is Blame.Us => DeliveryResult.OurFault,
        OutboxState.Refused => DeliveryResult.Refused,
        OutboxState.Waiting or OutboxState.Unknown or OutboxState.Expired or OutboxState.Dropped => DeliveryResult.Waiting,
    };
}
