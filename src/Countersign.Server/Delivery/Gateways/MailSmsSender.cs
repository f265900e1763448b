using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>Hands text messages over as mail: to an address that is made of the number, with the text alone in it.</summary>
/// <param name="mail">The mail server of the settings.</param>
public sealed class MailSmsSender(MailGateway gateway, IMessageSender mail) : ISmsGateway
{
    /// <inheritdoc/>
    public bool Reports => false;

    /// <inheritdoc/>
    public Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct) => mail.Send(
        message with { To = gateway.Pattern.Replace(MailGateway.Hole, message.To.TrimStart('+'), StringComparison.Ordinal) }, ct);

    /// <inheritdoc/>
    public GatewayReport? Read(ReportCall came) => null;
}
