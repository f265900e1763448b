namespace Countersign.Server.Hosting;

/// <summary>
/// Stops in two steps: first <c>/readyz</c> says no, for as long as a proxy needs to notice, while every request is still answered; then
/// nothing
/// new is taken, and what is under way is finished.
/// </summary>
public sealed partial class Draining(TimeSpan time, NodeState state, TimeProvider clock, ILogger<Draining> log) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        state.Leave();
        if (time == TimeSpan.Zero) return;

        Log.Begins(log, time.TotalSeconds);
        await Task.Delay(time, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Stopping: not ready from now on, and still answering for {Seconds} s")]
        public static partial void Begins(ILogger log, double seconds);
    }
}
