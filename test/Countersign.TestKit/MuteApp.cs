using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.TestKit;

/// <summary>An application that speaks nothing: it answers with what it was asked and who its proxy says it is.</summary>
public sealed class MuteApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<string> asked = new();

    private MuteApp(WebApplication app) => this.app = app;

    /// <summary>Host and port.</summary>
    public string Authority { get; private init; } = "";

    /// <summary>What has reached it.</summary>
    public IReadOnlyList<string> Asked => [.. asked];

    /// <summary>Starts one.</summary>
    public static async Task<MuteApp> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var authority = $"127.0.0.1:{FreePort.Next()}";
        var app = builder.Build();
        app.Urls.Add($"http://{authority}");
        var mute = new MuteApp(app) { Authority = authority };
        app.UseWebSockets();
        app.Run(mute.Answer);
        await app.StartAsync();
        return mute;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var body = context.WebSockets.IsWebSocketRequest ? "" : await reader.ReadToEndAsync();
        asked.Enqueue($"{request.Method} {request.Path}{request.QueryString} {body}");
        var who = $"{request.Method} user={Said(request, "Remote-User")} name={Said(request, "Remote-Name")} " +
            $"acr={Said(request, "X-Countersign-Acr")} body={body}";
        if (!context.WebSockets.IsWebSocketRequest)
        {
            // A browser gets a page.
            var isShown = request.Headers.ContainsKey("Sec-Fetch-Dest");
            context.Response.ContentType = isShown ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
            await context.Response.WriteAsync(isShown ? $"<!doctype html><link rel=icon href=data:,><p>{who}" : who);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync(Encoding.UTF8.GetBytes(who), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private static string Said(HttpRequest request, string name) => string.Join('|', request.Headers[name].ToArray());
}
