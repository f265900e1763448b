using Countersign.Server.Settings;
using Countersign.Server.Settings.Gateways;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>The gateways of the settings, made ready.</summary>
public sealed class SmsGateways : IDisposable
{
    /// <summary>Makes them.</summary>
    /// <param name="mail">The mail server of the settings, for gateways that are reached by mail.</param>
    public SmsGateways(ServerSettings settings, IMessageSender mail, TimeProvider clock)
    {
        if (settings.Sms is not { IsOn: true, Secret: { } secret }) return;

        All = settings.Sms.Gateways.ToDictionary(each => each.Key, each =>
        {
            var reports = new ReportAddress(settings.BaseUrl, secret, each.Key);
            return each.Value switch
            {
                WebhookGateway webhook => new WebhookSmsSender(webhook, secret, clock),
                TwilioGateway twilio => new TwilioSmsSender(twilio, reports, clock),
                TwilioCallGateway calls => new TwilioCallSender(calls, reports, clock),
                VonageGateway vonage => new VonageSmsSender(vonage, reports, clock),
                VonageCallGateway calls => new VonageCallSender(calls, reports, clock),
                SnsGateway sns => new SnsSmsSender(sns, clock),
                KannelGateway kannel => new KannelSmsSender(kannel, reports, clock),
                MailGateway byMail => new MailSmsSender(byMail, mail),
                TemplateGateway template => (ISmsGateway)new TemplateSmsSender(template, reports, clock),
                var other => throw new ArgumentException($"Nobody speaks to gateways of the kind {other.Kind}.", nameof(settings)),
            };
        });
    }

    /// <summary>By their numbers in the settings.</summary>
    public IReadOnlyDictionary<int, ISmsGateway> All { get; } = new Dictionary<int, ISmsGateway>();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gateway in All.Values.OfType<IDisposable>()) gateway.Dispose();
    }
}
