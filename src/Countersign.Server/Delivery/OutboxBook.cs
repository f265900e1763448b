using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>The worker's side of the table: take what is due, write down how it went.</summary>
public sealed class OutboxBook(Db db, OutboxSignal signal, OutboxOptions options, ILogger<OutboxBook> log)
{
    private const int Chances = 1 << 16;

    /// <summary>
    /// Gives up what must not be sent any more, then takes at most <paramref name="most"/> due messages for this worker.
    /// Once begun it is carried through: nothing is taken and then forgotten.
    /// </summary>
    public Task<IReadOnlyList<OutboxRow>> Take(Channel channel, int most) => db.Write(async tx =>
    {
        await GivenUp(tx, channel, OutboxState.Dropped, await OutboxStore.DropDead(tx, channel));
        await GivenUp(tx, channel, OutboxState.Expired, await OutboxStore.DropExpired(tx, channel));
        var taken = await OutboxStore.Claim(tx, channel, most, tx.Now + options.Claim);
        if (db.IsShared && taken.Count < most && await OutboxStore.HasDue(tx, channel)) tx.AfterCommit(signal.WakeSoon);
        return taken;
    }, CancellationToken.None);

    /// <summary>Gives up notices that could not be sent for too long.</summary>
    public async Task DropOldNotices(Tx tx)
    {
        foreach (var channel in Enum.GetValues<Channel>())
            await GivenUp(tx, channel, OutboxState.Expired, await OutboxStore.DropOldNotices(tx, channel));
    }

    // Whoever still waits for the first attempt of such a message need not wait any longer: there will be none.
    private async Task GivenUp(Tx tx, Channel channel, OutboxState end, IReadOnlyList<MessageId> messages)
    {
        if (messages.Count == 0) return;

        foreach (var message in messages) await NoteForHooks(tx, message, end);
        tx.AfterCommit(() =>
        {
            foreach (var message in messages) signal.Tell(message, DeliveryResult.Waiting);
        });
        tx.TellAfterCommit(() =>
        {
            DeliveryMetrics.Count(channel, end, messages.Count);
            foreach (var message in messages) DeliveryLog.NotTried(log, channel, end, message);
        });
    }

    /// <summary>Writes down how an attempt went; answers what becomes of the message.</summary>
    public async Task<Settlement> Settle(OutboxRow row, SendOutcome outcome)
    {
        var chance = RandomNumberGenerator.GetInt32(Chances) / (double)Chances;
        var attempt = new Attempt(row.Channel, row.Attempts, row.ExpiresAt, IsNewsByText(row))
        {
            Doubts = row.TakersAfter(outcome).Perhaps.Length,
        };
        var settlement = RetryRules.After(outcome, attempt, db.Now(), chance);
        await db.Write(async tx =>
        {
            // Only a first attempt is waited for.
            if (await Write(tx, row, outcome, settlement) is not { IsWritten: true } written) return;
            await NoteForHooks(tx, row.MessageId, settlement.State);
            if (written.Told is Told.GivenUp)
                await MessageNewsStore.Note(tx, row.MessageId, MessageNews.Failed, MessageNewsStore.Reported);
            if (settlement.State is not OutboxState.Waiting && IsNewsByText(row) && row.Account is { } reader && !outcome.IsWanted)
                await MailWaits.NoteTextLeft(tx, reader, row.WrittenAt ?? tx.Now);
            if (IsNoAddress(row, outcome)) await MarkStore.Set(tx, row.Account!.Value, AccountMark.MailBounced, tx.Now);
            if (row.Attempts == 1) await tx.Call(OutboxCalls.Attempted(row.MessageId, ResultOf(outcome)));
        }, CancellationToken.None);
        DeliveryMetrics.Count(row.Channel, settlement.State, 1);
        return settlement;
    }

    private static bool IsNewsByText(OutboxRow row) => row is { Channel: Channel.Sms, Kind: MessageKind.Notice };

    // What waits on is no news yet.
    private static Task NoteForHooks(Tx tx, MessageId message, OutboxState state) => state switch
    {
        OutboxState.Waiting => Task.CompletedTask,
        OutboxState.Sent => MessageNewsStore.Note(tx, message, MessageNews.Sent),
        OutboxState.Refused or OutboxState.Unknown or OutboxState.Expired or OutboxState.Dropped =>
            MessageNewsStore.Note(tx, message, MessageNews.Failed, Words.Of(state)),
    };

    // What the mail server refuses for good for its address comes back without a mail that says so.
    private static bool IsNoAddress(OutboxRow row, SendOutcome outcome) =>
        row is { Channel: Channel.Email, Account: not null } && outcome is { Result: SendResult.RefusedForGood, Blame: Blame.Others };

    /// <summary>What whoever waits for the attempt is told.</summary>
    internal static DeliveryResult ResultOf(SendOutcome outcome) => outcome.Result switch
    {
        SendResult.Accepted => DeliveryResult.Sent,
        SendResult.RefusedForGood or SendResult.FailedForNow when outcome.Blame is Blame.Us => DeliveryResult.OurFault,
        SendResult.RefusedForGood => DeliveryResult.Refused,
        SendResult.FailedForNow or SendResult.Unknown => DeliveryResult.Waiting,
    };

    private static async Task<(bool IsWritten, Told? Told)> Write(Tx tx, OutboxRow row, SendOutcome outcome, Settlement settlement) =>
        settlement.State switch
        {
            OutboxState.Sent => await SettleStore.TryMarkSent(tx, row, outcome) is { } told ? (true, told.What) : (false, null),
            OutboxState.Waiting => (await SettleStore.TryPutBack(tx, row, settlement, outcome), null),
            OutboxState.Refused or OutboxState.Unknown or OutboxState.Expired or OutboxState.Dropped =>
                (await SettleStore.TryGiveUp(tx, row, settlement, outcome), null),
        };
}
