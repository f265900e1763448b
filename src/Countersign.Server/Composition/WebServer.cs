using Countersign.Server.ApiDocs;
using Countersign.Server.Apps;
using Countersign.Server.Delivery;
using Countersign.Server.Hooks;
using Countersign.Server.Hosting;
using Countersign.Server.OpenId;
using Countersign.Server.Pages;
using Countersign.Server.Pages.Frame;
using Countersign.Server.Pages.Proxies;
using Countersign.Server.Radius;
using Countersign.Server.Reports;
using Countersign.Server.Settings;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.VastApi;
using Countersign.Server.VssApi;

namespace Countersign.Server.Composition;

/// <summary>The web application, top to bottom.</summary>
public static class WebServer
{
    // The framework would read its own settings files anew whenever they change, and for that have the system report every change
    // below the folder we were started in, the database's own among them.
    private static readonly string[] WatchNothing = ["--hostBuilder:reloadConfigOnChange=false"];

    /// <summary>Opens keys and database, migrates, and puts the application together; it does not listen yet.</summary>
    public static async Task<WebApplication> Create(ServerSettings settings, ServerOptions options, CancellationToken ct)
    {
        settings = SmsSecretFile.Complete(settings);
        if (DeliveryServices.Faults(settings) is { Count: > 0 } faults) throw new StartRefusedException(faults);
        if (ListenSettings.Faults() is { Count: > 0 } unheard) throw new StartRefusedException(unheard);

        var custody = await Custody.Open(settings, Restored.Refused, options.Clock, ct);
        var state = new NodeState();
        var membership = new Membership(custody.Db, sql => SharedSettings.Of(sql, settings, custody.Keys), Node.PlaceOf(options), state);
        await Open(custody, membership, ct);

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = WatchNothing });
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls([.. options.Urls]);
        builder.AddServerLimits(new(settings.ConnectionsPerAddress, settings.TrustedProxies, options.Clock));
        builder.Logging.UseServerLog(settings.LogFormat);
        // It tells of each step of each request.
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);
        options.Log?.Invoke(builder.Logging);
        builder.Services.AddHouse(settings, new(options.Clock, options.Costs, options.IsDevelopment), custody.Keys, custody.Db);
        AddDoors(builder.Services, settings, options, custody);
        AddNode(builder.Services, settings, membership, state);
        if (options.IsDevelopment) builder.Services.AddApiDescription();

        var app = builder.Build();
        UseMiddleware(app, settings, options);
        MapDoors(app, options);

        // Made after the database, and so closed before it.
        _ = (app.Services.GetRequiredService<Db>(), app.Services.GetRequiredService<Membership>());
        return app;
    }

    // The server is refused here, before it listens; a database that is left to it is closed by its container.
    private static async Task Open(Custody custody, Membership membership, CancellationToken ct)
    {
        try
        {
            await Migrator.Run(custody.Db, ct);

            // Asked before it is one of those who are alive: of two that begin at once neither may vouch for the other.
            var restored = await custody.Witness.Fault(ct);
            if (custody.Db.IsShared && await membership.Join(ct) is { Count: > 0 } differences) throw new NodesDifferException(differences);
            if (restored is not null) throw new StartRefusedException([restored]);
            if (await custody.Faults(Restored.Refused, ct) is { Count: > 0 } faults) throw new StartRefusedException(faults);

            await custody.Witness.Advance(ct);
        }
        catch
        {
            await membership.DisposeAsync();
            await custody.DisposeAsync();
            throw;
        }
    }

    private static void AddNode(IServiceCollection services, ServerSettings settings, Membership membership, NodeState state) => services
        .AddSingleton(state)
        .AddSingleton(_ => membership)
        .AddHostedService<StoreWatch>()
        .AddHostedService<StartNews>()
        .AddHostedService<Hangup>()
        .AddHostedService(_ => Supervisor.OfProcess())
        .AddHostedService(given => new Draining(
            settings.Drain, state, given.GetRequiredService<TimeProvider>(), given.GetRequiredService<ILogger<Draining>>()))
        .AddHostedService<Heartbeat>()
        .PostConfigure<HostOptions>(host => host.ShutdownTimeout += settings.Drain);

    private static void AddDoors(IServiceCollection services, ServerSettings settings, ServerOptions options, Custody custody) =>
        services
        .AddSingleton(options)
        .AddSingleton(new SessionCookie(settings.BaseUrl))
        .AddPages().AddBodyLimits().AddTelemetry(settings)
        .AddSingleton(custody.Witness)
        .AddSingleton<ClockWatch>().AddSingleton<AuditWatch>().AddSingleton<BacklogWatch>()
        .AddSingleton<IReadOnlyList<Sweep>>(given => Sweeps.All(given))
        .AddHostedService<LastEntries>()
        .AddHostedService<Sweeper>()
        .AddHostedService<OutboxWorker>()
        .AddHostedService<OutboxCalls>()
        .AddHostedService<HookWorker>()
        .AddHostedService<SmsLengthNews>()
        .AddRadius(settings)
        .AddSingleton<IReadOnlyList<ReadyCheck>>(
        [
            ReadyChecks.DatabaseTakesWrites(custody.Db), ReadyChecks.SchemaIsCurrent(custody.Db),
            ReadyChecks.KeysFit(custody.Db, custody.Keys),
        ])
        .AddSingleton<Readiness>();

    private static void UseMiddleware(WebApplication app, ServerSettings settings, ServerOptions options)
    {
        app.UseLenientRequests();
        if (settings.TracesInHundred > 0) app.UseTraces();
        if (options.IsDevelopment) app.UseLoopbackOnly();
        app.UseClientAddress(settings.TrustedProxies);
        app.UseSecurityHeaders();
        app.UseErrorPages();
        if (settings.BaseUrl.Scheme == Uri.UriSchemeHttps) app.UseHttpsOnly();
        app.UseNodeGate(app.Services.GetRequiredService<NodeState>());
        app.UseUnavailable();
        app.UseMiddleware<ForwardGate>();
        app.UseBodyLimits();
        app.UseAssetCompression();
        app.UseRouting();
        app.UseEndUserAddress(app.Services.GetRequiredService<Callers>(), settings.ApplicationShare);
        app.UseRequestTimeouts();
        app.UseMiddleware<OpenIdGate>();
        app.UseSecondLook(gates =>
            gates.UseMiddleware<VastGate>().UseMiddleware<VssGate>().UseMiddleware<AppsGate>().UseMiddleware<PageGate>());
    }

    private static void MapDoors(WebApplication app, ServerOptions options)
    {
        app.MapHealth(app.Services.GetRequiredService<Readiness>(), app.Services.GetRequiredService<NodeState>());
        app.MapVastApi();
        app.MapVssApi();
        app.MapApps();
        app.MapReports();
        app.MapReminders();
        app.MapPages();
        if (!options.IsDevelopment) return;

        app.MapInbox();
        app.MapApiDocs();
    }
}
