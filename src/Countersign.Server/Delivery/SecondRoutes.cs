using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>
/// Messages that a gateway acknowledged and told nothing more of: another gateway gets them too. To the person they are sent, whatever
/// comes of it. Each is charged anew when a gateway is asked (<see cref="Gateways.RouteNotes"/>), since it is paid for anew.
/// </summary>
public sealed class SecondRoutes(Db db, OutboxOptions options, ILogger<SecondRoutes> log)
{
    private const int Chances = 1 << 16;

    // Nothing is asked of gateways that are left alone.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>Takes what is due.</summary>
    /// <param name="choose">Whether one of the gateways that are left takes messages now.</param>
    public Task<IReadOnlyList<OutboxRow>> Take(int most, Func<OutboxRow, NextChoice> choose) => db.Write(
        tx => SecondRouteStore.Claim(tx, most, tx.Now + options.Claim, choose, tx.Now + LookAgain), CancellationToken.None);

    /// <summary>Writes down how an attempt went.</summary>
    public async Task Settle(OutboxRow row, SendOutcome outcome)
    {
        var pause = RetryRules.Pause(row.Attempts, RandomNumberGenerator.GetInt32(Chances) / (double)Chances);
        await db.Write(async tx =>
        {
            if (await SettleStore.TrySettleSecond(tx, row, outcome, pause) is { What: Told.GivenUp })
                await MessageNewsStore.Note(tx, row.MessageId, MessageNews.Failed, MessageNewsStore.Reported);
        }, CancellationToken.None);
        DeliveryMetrics.CountSecond(outcome);
        DeliveryLog.SecondRoute(log, row, outcome);
    }
}
