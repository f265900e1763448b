using System.Security.Authentication;
using Countersign.Server.Requests;
using Countersign.Wire;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Countersign.Server.Hosting;

/// <summary>What one connection and one request may cost, and how long the server takes to stop.</summary>
public static class ServerLimits
{
    private static readonly TimeSpan RequestLife = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShutdownLife = TimeSpan.FromSeconds(20);

    /// <summary>Bounds connections, headers, bodies and time. Requests under way are finished when the server is told to stop.</summary>
    public static void AddServerLimits(this WebApplicationBuilder builder, ConnectionLimits connections)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimits.LargestBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.MaxConcurrentConnections = 5_000;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => connections.Run(connection, next)));
            kestrel.ConfigureHttpsDefaults(https => https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13);
        });
        builder.Services.AddSingleton<IStartupFilter>(new NoteFirstRequest());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownLife);
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = RequestLife,
            WriteTimeoutResponse = static context => context.Refuse(
                StatusCodes.Status503ServiceUnavailable, VastErrorCode.ServiceUnavailable, "This took too long. Try again in a moment."),
        });
    }

    // The first of all middleware, so that whatever becomes of a request, it has come.
    private sealed class NoteFirstRequest : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, then) =>
            {
                context.Features.Get<FirstRequest>()?.Came();
                return then(context);
            });
            next(app);
        };
    }
}
