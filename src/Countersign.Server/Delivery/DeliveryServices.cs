using Countersign.Core;
using Countersign.Server.Delivery.Bounces;
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
            .AddSingleton(given => new MailWay(MailSenderFor(connector, settings, given.GetRequiredService<TimeProvider>())))
            .AddSingleton(given => given.GetRequiredService<MailWay>().Sender)
            .AddSingleton(given => new SmsGateways(
                settings, given.GetRequiredService<MailWay>().Sender, given.GetRequiredService<TimeProvider>()))
            .AddSingleton<IMessageSender>(given => SmsSenderFor(
                settings, given.GetRequiredService<SmsGateways>(),
                new(given.GetRequiredService<Db>(), given.GetRequiredService<SendBudget>(), settings.Sms),
                given.GetRequiredService<TimeProvider>()));
    }

    /// <summary>
    /// A sentence for each file that messages need and that cannot be used; those that mail alone needs must be readable to whoever sends.
    /// </summary>
    public static IReadOnlyList<string> Faults(ServerSettings settings) =>
    [
        .. MailSigner.Faults(settings.MailSigning),
        .. VonageKey.Faults(settings.Sms),
        .. OperatorTexts.Read(settings).Faults,
        .. settings.Look.LogoFile is { } file && ServiceLogo.Read(file).Fault is { } fault ? (IEnumerable<string>)[fault] : [],
        .. settings is { Smtp: not null, SmtpAccess.CaFile: { } authorities }
            && SmtpConnector.FaultOfAuthorities(authorities) is { } unfit ? (IEnumerable<string>)[unfit] : [],
    ];

    /// <summary>As <see cref="AddDelivery"/>, but everything ends in the <see cref="DevInbox"/>.</summary>
    public static IServiceCollection AddDevelopmentDelivery(this IServiceCollection services, ServerSettings settings) => services
        .AddOutbox(settings)
        .AddSingleton<DevInbox>()
        .AddSingleton(given => new SmsGateways(new(), new NoSender(Channel.Email), given.GetRequiredService<TimeProvider>()))
        .AddSingleton(new MailReach(null))
        .AddSingleton<IMessageSender>(given => new InboxSender(Channel.Email, given.GetRequiredService<DevInbox>()))
        .AddSingleton<IMessageSender>(given => new InboxSender(Channel.Sms, given.GetRequiredService<DevInbox>()));

    private static IServiceCollection AddOutbox(this IServiceCollection services, ServerSettings settings) => services
        .AddSingleton(MessageTexts.Of(settings, OperatorTexts.OfMessages(settings)))
        .AddSingleton(new OutboxOptions())
        .AddSingleton<MessageSeal>()
        .AddSingleton<OutboxSignal>()
        .AddSingleton<OutboxBook>()
        .AddSingleton<SecondRoutes>()
        .AddSingleton<TakeReport>()
        .AddSingleton<TakeBounce>().AddBounces(settings.MailBounces)
        .AddSingleton<Outbox>();

    private static IServiceCollection AddBounces(this IServiceCollection services, MailBounces? bounces) => bounces switch
    {
        PostmarkBounces postmark => services.AddSingleton<IBounceTeller>(new PostmarkBounceTeller(postmark)),
        MailgunBounces mailgun => services.AddSingleton<IBounceTeller>(given => new MailgunBounceTeller(
            mailgun, given.GetRequiredService<TimeProvider>())),
        SesBounces ses => services.AddSingleton<IBounceTeller>(given => new SesBounceTeller(ses, given.GetRequiredService<TimeProvider>())),
        _ => services, // an open list on purpose: nobody tells us
    };

    private static IMessageSender MailSenderFor(SmtpConnector? connector, ServerSettings settings, TimeProvider clock) =>
        connector is null
            ? new NoSender(Channel.Email)
            : new SmtpSender(
                connector, new(settings.MailFrom, LogoOf(settings.Look)), MailSigner.Of(settings.MailSigning, settings.MailFrom),
                settings.SmtpAccess.Connections, clock);

    private static ServiceLogo? LogoOf(ServiceLook look) => look.LogoFile is { } file ? ServiceLogo.Read(file).Logo : null;

    private static IMessageSender SmsSenderFor(
        ServerSettings settings, SmsGateways gateways, RouteNotes notes, TimeProvider clock) =>
        gateways.All.Count == 0
            ? new NoSender(Channel.Sms)
            : new RoutedSmsSender(gateways.All, settings.Sms, new(clock), notes.Desk, clock);
}

/// <summary>The one way that mail goes, whoever sends it.</summary>
/// <param name="Sender">It keeps the connections.</param>
internal sealed record MailWay(IMessageSender Sender);
