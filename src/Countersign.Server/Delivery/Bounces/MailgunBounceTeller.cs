using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings;

namespace Countersign.Server.Delivery.Bounces;

/// <summary>Mailgun's webhook "permanent failure".</summary>
public sealed class MailgunBounceTeller(MailgunBounces settings, TimeProvider clock) : IBounceTeller
{
    // It tries again for eight hours.
    private static readonly TimeSpan LongestWay = TimeSpan.FromHours(10);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmailAddress>?> Read(ReportCall came, CancellationToken ct)
    {
        var said = JsonPlaces.Parse(came.Body);
        string? At(string place) => JsonPlaces.Find(said, place);
        if (!IsSigned(At("signature.timestamp"), At("signature.token"), At("signature.signature")))
            return Task.FromResult<IReadOnlyList<EmailAddress>?>(null);

        var isForGood = At("event-data.event") == "failed" && At("event-data.severity") == "permanent";
        return Task.FromResult<IReadOnlyList<EmailAddress>?>(isForGood ? BouncedAddresses.Of([At("event-data.recipient")]) : []);
    }

    // "Securing webhooks": HMAC-SHA256 of the time and the token, in hexadecimal.
    private bool IsSigned(string? timestamp, string? token, string? signature)
    {
        if (token is null || signature is null) return false;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) > LongestWay.TotalSeconds) return false;

        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.Key.Reveal()), Encoding.UTF8.GetBytes(timestamp + token));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash)), Encoding.ASCII.GetBytes(signature));
    }
}
