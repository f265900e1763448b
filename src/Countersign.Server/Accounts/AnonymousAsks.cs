using System.Security.Cryptography;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>
/// What is asked about an address by people who are not signed in. The request writes it down, alike for every address, and is answered;
/// whether anybody has the address is looked up afterwards, and not at once: neither the answer nor its time tells, nor the time of the
/// next one.
/// </summary>
public sealed partial class AnonymousAsks(Ground ground, AnswerAsk answer, ILogger<AnonymousAsks> log) : IAsyncDisposable
{
    // In milliseconds; nobody waits for it.
    private const int LeastPause = 50;
    private const int LongestPause = 250;

    private readonly Afterwards afterwards = new();
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Writes one down in this transaction; it is looked up after its commit.</summary>
    public async Task Write(Tx tx, AnonymousAsk ask)
    {
        await AnonymousAskStore.Add(tx, ask);
        tx.TellAfterCommit(() => afterwards.Want(AnswerSoon));
    }

    /// <summary>Waits until all that this server has written down is looked up.</summary>
    public Task WhenDone() => afterwards.WhenDone();

    /// <summary>Looks up what waits, also what a server left when it was stopped.</summary>
    /// <param name="most">How many at the most: who asks often must not keep whoever calls this from other work.</param>
    public async Task Answer(int most, CancellationToken ct)
    {
        for (var n = 0; n < most && await AnswerNext(ct); n++) ct.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await afterwards.WhenDone();
        stopping.Dispose();
    }

    private async Task AnswerSoon()
    {
        await Task.Delay(RandomNumberGenerator.GetInt32(LeastPause, LongestPause), stopping.Token);
        await Answer(int.MaxValue, stopping.Token);
    }

    private async Task<bool> AnswerNext(CancellationToken ct)
    {
        WaitingAsk? next = null;
        try
        {
            return await ground.Db.Write(async tx =>
            {
                next = await AnonymousAskStore.Next(tx);
                if (next is null) return false;

                OvertakenException.Unless(await AnonymousAskStore.TryTake(tx, next.Id));
                await answer.Run(tx, next.Ask);
                return true;
            }, ct);
        }
#pragma warning disable CA1031 // One that cannot be answered must not stand before all others.
        catch (Exception broken) when (
            next is not null && broken is not (StoreUnavailableException or OvertakenException or OperationCanceledException))
#pragma warning restore CA1031
        {
            Log.Dropped(log, next.Ask.What, broken);
            await ground.Db.Write(tx => AnonymousAskStore.TryTake(tx, next.Id), ct);
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "What was asked about an address ({What}) could not be answered, and is left")]
        public static partial void Dropped(ILogger log, AskKind what, Exception broken);
    }
}
