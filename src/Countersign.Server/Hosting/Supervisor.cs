using Microsoft.Extensions.Hosting.Systemd;

namespace Countersign.Server.Hosting;

/// <summary>
/// Tells the supervisor of the machine (systemd, <c>Type=notify</c>) when the server answers and when it goes, so that "started" means that
/// it listens. Where nobody asked to be told, it says nothing.
/// </summary>
public sealed class Supervisor(ISystemdNotifier supervisor) : IHostedLifecycleService
{
    /// <summary>The one that the process was started by, if it was.</summary>
    public static Supervisor OfProcess() => new(new SystemdNotifier());

    /// <summary>A server that waits answers for its health: it has started, and <c>systemctl status</c> shows what it waits for.</summary>
    public void Waits(IEnumerable<string> reasons) =>
        supervisor.Notify(new($"READY=1\nSTATUS=Not ready, and waiting: {string.Join(' ', reasons).ReplaceLineEndings(" ")}"));

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        supervisor.Notify(new("READY=1\nSTATUS=Serving"));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        supervisor.Notify(new("STOPPING=1\nSTATUS=Finishing what is under way"));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
