using System.Diagnostics;
using System.Globalization;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>What tests have in common that kill a server while it hands a code over.</summary>
internal static class KillStage
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Has a server process asked for a code by text message, and kills it when the gateway has come so far.</summary>
    /// <param name="meanwhile">What happens before the gateway is waited for.</param>
    /// <returns>What whoever asked got: null, if an answer.</returns>
    public static async Task<Exception?> KillAt(
        KillPoint point, TestServer server, StagedGateway gateway, Func<Task>? meanwhile = null)
    {
        await using var doomed = await server.StartProcess();
        gateway.StopsAt = point;
        var asking = doomed.With(server.People.Linus.ApiKey).Post("/tfa/sms/", new { });
        if (meanwhile is not null) await meanwhile();
        await gateway.Reached.WaitAsync(Ct);
        if (point is KillPoint.PutBack) await asking;
        if (point is KillPoint.Acknowledged)
        {
            // It sleeps while the answer comes, and never reads it.
            using var stop = Process.Start("kill", ["-STOP", doomed.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync(Ct);
            await gateway.Acknowledge();
        }

        await doomed.Kill();
        gateway.StopsAt = null;
        return await Record.ExceptionAsync(() => asking);
    }

    /// <summary>Lets time pass until no text message waits any more.</summary>
    public static async Task NothingWaits(TestServer server)
    {
        while (await server.Number($"SELECT count(*) FROM outbox WHERE state = 'waiting' AND channel = 'sms'") > 0)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Ct);
        }
    }
}
