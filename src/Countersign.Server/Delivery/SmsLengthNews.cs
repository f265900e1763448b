using Countersign.Server.Settings;

namespace Countersign.Server.Delivery;

/// <summary>Says at the start what each text message costs, where it is more than one part.</summary>
public sealed class SmsLengthNews(ServerSettings settings, ILogger<SmsLengthNews> log) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Sms.IsOn && SmsLength.Of(settings).Warning is { } warning) DeliveryLog.LongTexts(log, warning);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
