namespace Countersign.Server.Delivery;

/// <summary>The gateway that takes our text messages (<c>docs/sms-gateway.md</c>). It never prints the secret.</summary>
/// <param name="Url">Where messages are posted; http or https.</param>
/// <param name="Secret">What requests are signed with; both sides know it.</param>
public sealed record SmsOptions(Uri Url, string Secret)
{
    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where messages are posted, without a query: some gateways want their key there.</summary>
    public override string ToString() => Url.GetLeftPart(UriPartial.Path);
}
