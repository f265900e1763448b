using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>What takes a connection and says nothing costs the doctor its patience once, and not once for each.</summary>
public sealed class DoctorWaitTests : IDisposable
{
    private readonly Office office = new();
    private readonly TcpListener mail = Silent();
    private readonly TcpListener sms = Silent();

    public void Dispose()
    {
        mail.Dispose();
        sms.Dispose();
        office.Dispose();
    }

    [Fact]
    public async Task All_that_lies_outside_is_asked_at_the_same_time()
    {
        Point();
        var told = office.Run("doctor");

        using var mailer = await mail.AcceptSocketAsync(Ct);
        using var gateway = await sms.AcceptSocketAsync(Ct);

        // The mail server was not given up for the gateway: its connection is still there. Now both end theirs.
        Assert.False(mailer.Poll(0, SelectMode.SelectRead) && mailer.Available == 0);
        mailer.Close();
        gateway.Close();
        var output = (await told).Output;
        Assert.Contains("FAIL  mail:", output, StringComparison.Ordinal);
        Assert.Contains("FAIL  text messages:", output, StringComparison.Ordinal);
        Assert.True(output.IndexOf("FAIL  mail:", StringComparison.Ordinal) < output.IndexOf("FAIL  text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_watches_sees_for_what_it_waits_and_nothing_of_that_stays()
    {
        Point();
        office.IsWatched = true;
        var running = office.Run("doctor");
        using (await sms.AcceptSocketAsync(Ct))
        using (await mail.AcceptSocketAsync(Ct))
            await Task.Delay(TimeSpan.FromSeconds(2), Ct); // Long enough to be seen.

        var told = await running;

        // The database may have answered before the others are asked.
        Assert.Contains("Waiting for: ", told.Errors, StringComparison.Ordinal);
        Assert.Matches("mail, (base URL, )?text messages", told.Errors);
        Assert.EndsWith("\r\e[K", told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Waiting", told.Output, StringComparison.Ordinal);
        office.IsWatched = false;
        office.Environment["COUNTERSIGN_SMTP"] = office.Environment["COUNTERSIGN_SMS"] = "none";
        Assert.Equal("", (await office.Run("doctor")).Errors);
    }

    private void Point()
    {
        office.Environment["COUNTERSIGN_SMTP"] = $"smtp://127.0.0.1:{Port(mail)}";
        office.Environment["COUNTERSIGN_SMS"] = $"webhook+http://127.0.0.1:{Port(sms)}/send";
        office.Environment["COUNTERSIGN_SMS_SECRET"] = "0123456789abcdef0123456789abcdef";
    }

    private static TcpListener Silent()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
