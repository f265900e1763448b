using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>
/// Puts delivery together. Needs <see cref="Storage.Db"/>, <see cref="Secrets.SecretBox"/> and a <see cref="TimeProvider"/>.
/// </summary>
public static class DeliveryServices
{
    /// <summary>Adds the outbox and the texts; messages leave by the gateways of the settings.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services, ServerSettings settings)
    {
        var connector = settings.Smtp is { } server ? new SmtpConnector(server, settings.SmtpAccess) : null;
        return services
            .AddOutbox(settings)
            .AddSingleton(new MailReach(connector))
            .AddSingleton(given => MailSenderFor(connector, settings.MailFrom, given.GetRequiredService<TimeProvider>()))
            .AddSingleton(given => new SmsGateways(
                settings, MailSenderFor(connector, settings.MailFrom, given.GetRequiredService<TimeProvider>()),
                given.GetRequiredService<TimeProvider>()))
            .AddSingleton<IMessageSender>(given => SmsSenderFor(
                settings, given.GetRequiredService<SmsGateways>(), given.GetRequiredService<Db>(),
                given.GetRequiredService<TimeProvider>()));
    }

    /// <summary>As <see cref="AddDelivery"/>, but everything ends in the <see cref="DevInbox"/>.</summary>
    public static IServiceCollection AddDevelopmentDelivery(this IServiceCollection services, ServerSettings settings) => services
        .AddOutbox(settings)
        .AddSingleton<DevInbox>()
        .AddSingleton(given => new SmsGateways(new(), new NoSender(Channel.Email), given.GetRequiredService<TimeProvider>()))
        .AddSingleton(new MailReach(null))
        .AddSingleton<IMessageSender>(given => new InboxSender(Channel.Email, given.GetRequiredService<DevInbox>()))
        .AddSingleton<IMessageSender>(given => new InboxSender(Channel.Sms, given.GetRequiredService<DevInbox>()));

    private static IServiceCollection AddOutbox(this IServiceCollection services, ServerSettings settings) => services
        .AddSingleton(new MessageTexts(settings.Issuer, settings.BaseUrl, settings.Language))
        .AddSingleton(new OutboxOptions())
        .AddSingleton<MessageSeal>()
        .AddSingleton<OutboxSignal>()
        .AddSingleton<OutboxBook>()
        .AddSingleton<SecondRoutes>()
        .AddSingleton<TakeReport>()
        .AddSingleton<Outbox>();

    private static IMessageSender MailSenderFor(SmtpConnector? connector, MailSender from, TimeProvider clock) =>
        connector is null ? new NoSender(Channel.Email) : new SmtpSender(connector, from, clock);

    private static IMessageSender SmsSenderFor(ServerSettings settings, SmsGateways gateways, Db db, TimeProvider clock) =>
        gateways.All.Count == 0
            ? new NoSender(Channel.Sms)
            : new RoutedSmsSender(gateways.All, settings.Sms, new(clock), (message, gateway) => db.Write(
                tx => ReportStore.TryNoteGateway(tx, message, gateway), CancellationToken.None), clock);
}
