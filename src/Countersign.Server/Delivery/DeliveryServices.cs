using Countersign.Core;

namespace Countersign.Server.Delivery;

/// <summary>What the operator said about messages.</summary>
/// <param name="Smtp">The mail server; may be null only in development.</param>
/// <param name="Sms">The SMS gateway; null where there is none.</param>
/// <param name="IsDevelopment">Everything ends in the development inbox instead.</param>
public sealed record DeliveryOptions(string Issuer, Uri BaseUrl, SmtpOptions? Smtp, SmsOptions? Sms, bool IsDevelopment = false)
{
    /// <summary>How patient the outbox is.</summary>
    public OutboxOptions Outbox { get; init; } = new();
}

/// <summary>Puts delivery together. Needs <see cref="Storage.Db"/>, <see cref="Verification.SecretBox"/> and a <see cref="TimeProvider"/>.</summary>
public static class DeliveryServices
{
    /// <summary>Adds the outbox, its worker, the senders the settings ask for, and the texts.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services, DeliveryOptions options)
    {
        services.AddSingleton(new MessageTexts(options.Issuer, options.BaseUrl));
        services.AddSingleton(options.Outbox);
        services.AddSingleton<MessageSeal>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxBook>();
        services.AddSingleton<Outbox>();
        services.AddHostedService<OutboxWorker>();
        return options.IsDevelopment ? services.AddInbox() : services.AddGateways(options);
    }

    private static IServiceCollection AddInbox(this IServiceCollection services) => services
        .AddSingleton<DevInbox>()
        .AddSingleton<IMessageSender>(given => new InboxSender(Channel.Email, given.GetRequiredService<DevInbox>()))
        .AddSingleton<IMessageSender>(given => new InboxSender(Channel.Sms, given.GetRequiredService<DevInbox>()));

    private static IServiceCollection AddGateways(this IServiceCollection services, DeliveryOptions options)
    {
        var smtp = options.Smtp ?? throw new ArgumentException("Outside development mail needs a server.", nameof(options));
        services.AddSingleton<IMessageSender>(given => new SmtpSender(smtp, given.GetRequiredService<TimeProvider>()));
        return options.Sms is { } sms
            ? services.AddSingleton<IMessageSender>(given => new WebhookSmsSender(sms, given.GetRequiredService<TimeProvider>()))
            : services.AddSingleton<IMessageSender, NoSmsSender>();
    }
}
