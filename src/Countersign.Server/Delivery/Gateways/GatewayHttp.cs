using System.Net.Http.Headers;
using System.Text;
using Countersign.Core;
using Countersign.Server.Settings.Gateways;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>What a gateway answered.</summary>
/// <param name="Body">Empty where it is not needed.</param>
public sealed record GatewayAnswer(int Status, string Body)
{
    /// <summary>Whether it is one of those that say yes.</summary>
    public bool IsYes => Status is >= 200 and < 300;

    /// <summary>It may quote the message.</summary>
    public override string ToString() => $"HTTP {Status}";
}

/// <summary>
/// The way to a gateway by HTTP: one request, one answer, within a time; no redirects, no cookies, no second try. What goes wrong is said
/// in words of our own.
/// </summary>
/// <param name="proxy">The way out; null: the one that the environment names.</param>
public sealed class GatewayHttp(TimeProvider clock, OutgoingProxy? proxy = null) : IDisposable
{
    private const int LargestAnswer = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        // A gateway that moves must be told to us, not to whoever answers at its address.
        AllowAutoRedirect = false,
        UseCookies = false,

        // The gateway need not know of our traces.
        ActivityHeadersPropagator = null,
        Proxy = proxy ?? OutgoingProxy.OfProcess(),
        ConnectTimeout = Patience,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <summary>Asks once; <paramref name="judge"/> says what the answer means.</summary>
    /// <param name="needsBody">Whether what it means stands in the body.</param>
    public async Task<SendOutcome> Ask(
        HttpRequestMessage request, bool needsBody, Func<GatewayAnswer, SendOutcome> judge, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        request.Headers.UserAgent.Add(new("Countersign", null));
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return judge(new((int)answer.StatusCode, needsBody ? await BodyOf(answer, either.Token) : ""));
        }
        catch (HttpRequestException failed)
        {
            return Judge(failed.HttpRequestError);
        }
        catch (IOException)
        {
            return SendOutcome.Unknown("the connection to the gateway broke off");
        }
        catch (OperationCanceledException)
        {
            return SendOutcome.Unknown("the gateway did not answer in time");
        }
    }

    /// <summary>What a status means where nothing else is said of it.</summary>
    public static SendOutcome Judge(int status) => status switch
    {
        // RFC 9110 §15.6.4: a server that cannot handle it now. Whatever else fails there may have failed after it had sent.
        503 => JudgeKnown(status),
        >= 500 => SendOutcome.Unknown($"the gateway failed, and perhaps has it (HTTP {status})"),
        _ => JudgeKnown(status),
    };

    /// <summary>The same of a gateway that knows a message again: it may be asked until it has it.</summary>
    public static SendOutcome JudgeKnown(int status) => status switch
    {
        >= 200 and < 300 => SendOutcome.Accepted,
        408 or 425 or 429 => SendOutcome.FailedForNow($"the gateway put it off (HTTP {status})"),
        // About our signature, the address that we call or what we owe: no other number would fare better.
        401 or 402 or 403 or 404 or 405 or 407 or 415 => SendOutcome.OurFaultForGood($"the gateway does not want us (HTTP {status})"),
        >= 400 and < 500 => SendOutcome.RefusedForGood($"the gateway refused it (HTTP {status})"),
        _ => SendOutcome.FailedForNow($"the gateway failed (HTTP {status})"),
    };

    /// <summary>A user and a password, as HTTP Basic has them.</summary>
    public static AuthenticationHeaderValue Basic(BasicLogin login) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.User}:{login.Password.Reveal()}")));

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    // Read as UTF-8 whatever it says of itself, and no longer than that.
    private static async Task<string> BodyOf(HttpResponseMessage answer, CancellationToken ct)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        var (bytes, read) = (new byte[LargestAnswer], 0);
        while (read < bytes.Length && await stream.ReadAsync(bytes.AsMemory(read), ct) is > 0 and var more) read += more;
        return Encoding.UTF8.GetString(bytes, 0, read);
    }

    // Until the connection stands nothing was said; after that the gateway may have heard us.
    private static SendOutcome Judge(HttpRequestError error) => error
        is HttpRequestError.ConnectionError
        or HttpRequestError.NameResolutionError
        or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError
            ? SendOutcome.FailedForNow($"the gateway cannot be reached ({error})")
            : SendOutcome.Unknown($"the connection to the gateway broke off ({error})");
}
