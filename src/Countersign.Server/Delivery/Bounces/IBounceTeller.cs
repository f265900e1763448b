using Countersign.Core;
using Countersign.Server.Delivery.Gateways;

namespace Countersign.Server.Delivery.Bounces;

/// <summary>A service that mail goes through, and that tells by HTTP what came back.</summary>
public interface IBounceTeller
{
    /// <summary>The addresses that a call says mail came back from for good; null: it is not from there.</summary>
    Task<IReadOnlyList<EmailAddress>?> Read(ReportCall came, CancellationToken ct);
}

/// <summary>Addresses as others write them.</summary>
internal static class BouncedAddresses
{
    /// <summary>Those that are one.</summary>
    public static IReadOnlyList<EmailAddress> Of(params IEnumerable<string?> written) =>
        [.. written.SelectMany(text => EmailAddress.TryParse(text, out var address) ? (EmailAddress[])[address] : [])];
}
