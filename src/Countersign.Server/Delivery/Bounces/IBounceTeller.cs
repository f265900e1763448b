using System.Globalization;
using Countersign.Core;
using Countersign.Server.Delivery.Gateways;

namespace Countersign.Server.Delivery.Bounces;

/// <summary>A service that mail goes through, and that tells by HTTP what came back.</summary>
public interface IBounceTeller
{
    /// <summary>What a call says; null: it is not from there, or not of these hours.</summary>
    Task<BounceCall?> Read(ReportCall came, CancellationToken ct);
}

/// <summary>What a service says that mail goes through.</summary>
/// <param name="Addresses">From which mail came back for good.</param>
/// <param name="At">When it said so, or when the mail came back; null: nobody knows.</param>
public sealed record BounceCall(IReadOnlyList<EmailAddress> Addresses, DateTimeOffset? At = null)
{
    /// <summary>How old a call may be: services try again for eight hours at the most, and six.</summary>
    public static readonly TimeSpan LongestWay = TimeSpan.FromHours(10);

    /// <summary>
    /// What the service names the call by, where it signs the name and not what is said: whatever else is said under the same name is not
    /// from there. Null: it signs all of it.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Whether it is of these hours.</summary>
    public static bool IsFresh(DateTimeOffset at, DateTimeOffset now) => (now - at).Duration() <= LongestWay;
}

/// <summary>Instants as others write them.</summary>
internal static class Times
{
    /// <summary>One of ISO 8601; null when it is none.</summary>
    public static DateTimeOffset? Find(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}

/// <summary>Addresses as others write them.</summary>
internal static class BouncedAddresses
{
    /// <summary>Those that are one.</summary>
    public static IReadOnlyList<EmailAddress> Of(params IEnumerable<string?> written) =>
        [.. written.SelectMany(text => EmailAddress.TryParse(text, out var address) ? (EmailAddress[])[address] : [])];
}
