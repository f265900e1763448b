using System.Collections.Concurrent;
using System.Text.Json;
using Countersign.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.TestKit;

/// <summary>How the gateway meets one request.</summary>
public enum GatewayMood
{
    /// <summary>Takes it: 200.</summary>
    Take,

    /// <summary>400, for good.</summary>
    Refuse,

    /// <summary>401: it does not know us.</summary>
    Disown,

    /// <summary>429.</summary>
    PutOff,

    /// <summary>500, without taking it.</summary>
    Fail,

    /// <summary>Takes it, then answers 500.</summary>
    TakeAndFail,

    /// <summary>Takes it, and never answers.</summary>
    TakeAndHang,

    /// <summary>Takes it, and breaks the connection.</summary>
    TakeAndBreak,

    /// <summary>307 to somewhere else on itself.</summary>
    Redirect,
}

/// <summary>One request as the gateway got it.</summary>
public sealed record GatewayRequest(string Path, string Body, string? Signature, string? ContentType, string? Authorization);

/// <summary>A real HTTP gateway for text messages on loopback.</summary>
public sealed class SmsCatcher : IAsyncDisposable
{
    private readonly ConcurrentQueue<GatewayMood> moods = new();
    private readonly ConcurrentQueue<GatewayRequest> requests = new();
    // Left to the collector, so that a second DisposeAsync may ask it.
    private readonly CancellationTokenSource end = new();
    private readonly Action<CaughtMessage> keep;
    private readonly WebApplication app;

    internal SmsCatcher(Action<CaughtMessage> @catch)
    {
        keep = @catch;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(Answer);
    }

    /// <summary>Where it takes messages.</summary>
    public string Address => $"{app.Urls.First()}/sms";

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<GatewayRequest> Requests => [.. requests];

    /// <summary>Whether it fails whatever it is asked, until it is well again.</summary>
    public bool IsOut { get; set; }

    /// <summary>Whether it takes nothing from us, as after a bill that nobody has paid.</summary>
    public bool IsShutToUs { get; set; }

    /// <summary>The moods of the next requests, one each; then it takes everything again.</summary>
    public void Feel(params ReadOnlySpan<GatewayMood> moods)
    {
        foreach (var mood in moods) this.moods.Enqueue(mood);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (end.IsCancellationRequested) return;

        await end.CancelAsync();
        await app.DisposeAsync();
    }

    internal Task Start() => app.StartAsync();

    private async Task Answer(HttpContext http)
    {
        // It takes messages, and is asked by whoever only looks.
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(end.Token);
        var headers = http.Request.Headers;
        requests.Enqueue(new(http.Request.Path, body, headers["X-Countersign-Signature"], headers.ContentType, headers.Authorization));

        var mood = IsShutToUs ? GatewayMood.Disown : IsOut ? GatewayMood.Fail : moods.TryDequeue(out var felt) ? felt : GatewayMood.Take;
        if (mood is GatewayMood.Take or GatewayMood.TakeAndFail or GatewayMood.TakeAndHang or GatewayMood.TakeAndBreak) keep(Read(body));
        await Respond(http, mood);
    }

    private async Task Respond(HttpContext http, GatewayMood mood)
    {
        if (mood is GatewayMood.TakeAndHang)
            await Task.Delay(Timeout.Infinite, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (mood is GatewayMood.TakeAndBreak or GatewayMood.TakeAndHang) http.Abort();
        if (mood is GatewayMood.Redirect) http.Response.Headers.Location = "/elsewhere";
        http.Response.StatusCode = mood switch
        {
            GatewayMood.Take or GatewayMood.TakeAndHang or GatewayMood.TakeAndBreak => 200,
            GatewayMood.Refuse => 400,
            GatewayMood.Disown => 401,
            GatewayMood.PutOff => 429,
            GatewayMood.Fail or GatewayMood.TakeAndFail => 500,
            GatewayMood.Redirect => 307,
        };
    }

    private static CaughtMessage Read(string body)
    {
        var sms = JsonDocument.Parse(body).RootElement;
        return new(Channel.Sms, sms.GetProperty("id").GetString()!, sms.GetProperty("to").GetString()!, "",
            sms.GetProperty("text").GetString()!, "", body);
    }
}
