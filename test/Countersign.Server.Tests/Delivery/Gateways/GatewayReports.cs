using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.TestKit;

namespace Countersign.Server.Tests.Delivery.Gateways;

/// <summary>What the outbox knows of text messages.</summary>
internal static class GatewayReports
{
    /// <summary>The newest message.</summary>
    public static async Task<MessageRecord> Newest(TestServer server, CancellationToken ct) => (await server.Db.Read(
        sql => MessageRecordStore.List(sql, MessageChoice.All, Channel.Sms, account: null, before: null, most: 1), ct))[0];

    /// <summary>Waits until the newest message was told of so.</summary>
    public static async Task Told(TestServer server, string state, CancellationToken ct)
    {
        while ((await Newest(server, ct)).Reported is not { } reported || Word(reported) != state) await Task.Delay(50, ct);
    }

    private static string Word(ReportedState state) => state switch
    {
        ReportedState.UnderWay => "under_way",
        ReportedState.Failed => "failed",
        ReportedState.Delivered => "delivered",
    };
}
