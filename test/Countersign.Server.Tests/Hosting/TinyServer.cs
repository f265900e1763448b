using System.Net;
using Countersign.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Server.Tests.Hosting;

/// <summary>A real web server with nothing in it but what a test puts there.</summary>
internal sealed class TinyServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private TinyServer(WebApplication app)
    {
        this.app = app;
        Client = new() { BaseAddress = new(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Client.BaseAddress!.Port);

    /// <summary>The line of a whole server, with a few routes that show what arrived.</summary>
    public static Task<TinyServer> StartWhole(string trusted = "", Action<WebApplication>? routes = null) => Start(app =>
    {
        app.UseSecurityHeaders();
        app.UseClientAddress([.. trusted.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse)]);
        app.UseHttpsOnly();
        app.UseBodyLimits();
        app.UseRequestTimeouts();
        app.MapGet("/who", (HttpContext context) => $"{context.Request.Scheme} {context.Connection.RemoteIpAddress}");
        routes?.Invoke(app);
    });

    public static async Task<TinyServer> Start(Action<WebApplication> build, ConnectionLimits? connections = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddServerLimits(connections ?? new(1000, [], TimeProvider.System));
        builder.Services.AddBodyLimits();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        build(app);
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}
