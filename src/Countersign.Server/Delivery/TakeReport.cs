using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>
/// Takes in what a gateway says became of a message. Reports come twice, late, in any order, and before the gateway has answered us: each
/// changes only what it says more of than what is known.
/// </summary>
public sealed class TakeReport(Db db, SmsGateways gateways, OutboxSignal signal)
{
    /// <summary>Reads and takes in a call.</summary>
    /// <param name="gateway">The number of the gateway whose address was called.</param>
    /// <returns>False: the call is from no gateway of ours, and changed nothing.</returns>
    public async Task<bool> Run(int gateway, ReportCall call, CancellationToken ct)
    {
        if (!gateways.All.TryGetValue(gateway, out var sender) || sender.Read(call) is not { } report) return false;

        var isNews = await db.Write(tx => Note(tx, gateway, report), ct);
        if (isNews) DeliveryMetrics.CountReport(gateway, report.State);
        return true;
    }

    private async Task<bool> Note(Tx tx, int gateway, GatewayReport report)
    {
        if (await ReportStore.TryNote(tx, report.Message, gateway, report.State, report.Reason) is not { } told) return false;

        await NoteForHooks(tx, report, told);

        // A message that the next gateway is to have now need not wait for the clock.
        tx.AfterCommit(signal.Wake);
        return true;
    }

    // It has failed when nobody may have it and nobody else is to.
    private static Task NoteForHooks(Tx tx, GatewayReport report, ReportTold told) => report.State switch
    {
        ReportedState.Delivered => MessageNewsStore.Note(tx, report.Message, MessageNews.Delivered),
        ReportedState.Failed when told.IsGivenUp =>
            MessageNewsStore.Note(tx, report.Message, MessageNews.Failed, MessageNewsStore.Reported),
        ReportedState.Failed or ReportedState.UnderWay => Task.CompletedTask,
    };
}
