using System.Net;
using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery.Gateways;

/// <summary>What tests with a gateway that speaks as Twilio have in common.</summary>
internal static class TwilioStage
{
    public const string Account = "AC0123456789abcdef0123456789abcdef";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static string Texts(GatewayHost host) => $"twilio://{Account}:s3cret@%2B15005550006?api={host.Address}";

    public static string Calls(GatewayHost host) => $"twilio-call://{Account}:s3cret@%2B15005550006?api={host.Address}";

    /// <summary>Tells what became of a text message, or of a call, as Twilio does.</summary>
    public static async Task Report(TestServer server, HostedRequest about, string state, bool isCall = false)
    {
        var address = about.Form["StatusCallback"];
        var form = new Dictionary<string, string> { ["AccountSid"] = Account, [isCall ? "CallStatus" : "MessageStatus"] = state };
        var signed = address + string.Concat(form.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Key + each.Value));
#pragma warning disable CA5350 // Twilio signs with it.
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes("s3cret"), Encoding.UTF8.GetBytes(signed)));
#pragma warning restore CA5350
        using var call = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        call.Headers.Add("X-Twilio-Signature", signature);
        using var answer = await server.Http.SendAsync(call, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Second by second, so that whoever looks by the clock does; and until nobody is at a message.</summary>
    public static async Task Waits(TestServer server, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Ct);
        }

        var now = server.Clock.GetUtcNow();
        var due = 1L;
        for (var look = 0; look < 250 && due > 0; look++)
        {
            await Task.Delay(20, Ct);
            due = await server.Number($"SELECT count(*) FROM outbox WHERE claimed_until > {now} OR next_route_at <= {now}");
        }
    }

    /// <summary>How often the budget of all text messages was charged.</summary>
    public static Task<long> Paid(TestServer server) =>
        server.Number($"SELECT coalesce(max(hits), 0) FROM limits WHERE bucket = {"sms-all"}");

    /// <summary>Somebody with a password, where the code is asked for.</summary>
    public static async Task<PageVisitor> AtPrompt(TestServer server)
    {
        var browser = server.Browser();
        await browser.Submit(
            await browser.Open("/sign-in"), "/sign-in", ("name", server.People.Linus.Email), ("password", TestPerson.Password));
        return browser;
    }
}
