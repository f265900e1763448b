using System.Net;

namespace Countersign.Server.Hosting;

/// <summary>
/// Metrics, on a listener of their own that only this machine reaches (ASVS 5.0 §13.4.5). Nothing is counted while it is
/// off.
/// </summary>
public static class Telemetry
{
    /// <summary>Serves <c>/metrics</c> at this address; null: does nothing.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IPEndPoint? at) => at is null
        ? services
        : services.AddSingleton<MetricsBook>().AddHostedService(given => new MetricsListener(at, given.GetRequiredService<MetricsBook>()));
}

/// <summary>The small server that answers nothing but <c>/metrics</c>.</summary>
internal sealed class MetricsListener(IPEndPoint at, MetricsBook book) : IHostedService, IAsyncDisposable
{
    private readonly WebApplication app = Build(at, book);

    /// <summary>Where it listens, once it has started.</summary>
    public string Address => app.Urls.Single();

    public Task StartAsync(CancellationToken cancellationToken) => app.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static WebApplication Build(IPEndPoint at, MetricsBook book)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(at);
        });
        builder.Services.AddRoutingCore();

        var app = builder.Build();
        app.MapGet("/metrics", () => Results.Text(PrometheusText.Write(book), PrometheusText.ContentType));
        return app;
    }
}
