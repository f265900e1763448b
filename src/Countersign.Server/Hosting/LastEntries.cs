using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>Writes into the audit log what was only counted so far when the server ends, once nobody is answered any more.</summary>
public sealed class LastEntries(FalseCredentials falses, CredentialDecisions decisions) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await falses.TellAll(cancellationToken);
            await decisions.TellAll(cancellationToken);
        }
        catch (Exception late) when (late is StoreUnavailableException or OperationCanceledException)
        {
            // A database that is away keeps nobody from ending; that it is, was told (StoreWatch).
        }
    }
}
