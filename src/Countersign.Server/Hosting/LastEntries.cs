using Countersign.Server.SignIn;

namespace Countersign.Server.Hosting;

/// <summary>Writes into the audit log what was only counted so far when the server ends, once nobody is answered any more.</summary>
public sealed partial class LastEntries(FalseCredentials falses, CredentialDecisions decisions, ILogger<LastEntries> log) : IHostedService
{
    // Its own: whoever was answered last may have used up all that was left for the others.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await falses.TellAll(patience.Token);
            await decisions.TellAll(patience.Token);
        }
#pragma warning disable CA1031 // Nothing keeps a server from ending.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            Log.Lost(log, broken.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Error, "The database took no more entries ({Fault}): decisions of the last minute, and numbers of earlier ones, are " +
                "not in the audit log")]
        public static partial void Lost(ILogger log, string fault);
    }
}
