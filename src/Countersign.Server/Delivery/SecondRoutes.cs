using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>
/// Messages that a gateway acknowledged and told nothing more of: another gateway gets them too. To the person they are sent, whatever
/// comes of it. Each such message is charged anew before it is offered, since it is paid for anew.
/// </summary>
public sealed class SecondRoutes(Db db, SendBudget budget, OutboxOptions options, ILogger<SecondRoutes> log)
{
    private const int Chances = 1 << 16;

    /// <summary>Takes what is due and may cost something.</summary>
    public Task<IReadOnlyList<OutboxRow>> Take(int most) => db.Write(async tx =>
    {
        var taken = new List<OutboxRow>();
        foreach (var route in await ReportStore.Claim(tx, most, tx.Now + options.Claim))
        {
            if (await budget.TrySecondRoute(tx, PhoneNumber.FromE164(route.Row.Destination), route.Purpose)) taken.Add(route.Row);
            else await ReportStore.TrySettle(tx, route.Row, SendOutcome.RefusedForGood("no budget for another gateway"), next: null);
        }

        return (IReadOnlyList<OutboxRow>)taken;
    }, CancellationToken.None);

    /// <summary>Writes down how an attempt went.</summary>
    public async Task Settle(OutboxRow row, SendOutcome outcome)
    {
        await db.Write(tx => ReportStore.TrySettle(tx, row, outcome, NextOf(row, outcome, tx.Now)), CancellationToken.None);
        DeliveryMetrics.CountSecond(outcome);
        DeliveryLog.SecondRoute(log, row, outcome);
    }

    /// <summary>When another gateway is to have a message after this attempt; null: none is.</summary>
    internal static DateTimeOffset? NextOf(OutboxRow row, SendOutcome outcome, DateTimeOffset now)
    {
        var wait = outcome.Result switch
        {
            SendResult.Accepted => outcome.NextRouteAfter,
            SendResult.FailedForNow => RetryRules.Pause(row.Attempts, RandomNumberGenerator.GetInt32(Chances) / (double)Chances),
            SendResult.RefusedForGood or SendResult.Unknown => null,
        };
        return wait is { } time && now + time < row.ExpiresAt ? now + time : null;
    }
}
