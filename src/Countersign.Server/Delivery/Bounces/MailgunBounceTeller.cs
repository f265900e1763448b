using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings;

namespace Countersign.Server.Delivery.Bounces;

/// <summary>Mailgun's webhook "permanent failure".</summary>
public sealed class MailgunBounceTeller(MailgunBounces settings, TimeProvider clock) : IBounceTeller
{
    /// <inheritdoc/>
    public Task<BounceCall?> Read(ReportCall came, CancellationToken ct) => Task.FromResult(Read(came));

    private BounceCall? Read(ReportCall came)
    {
        var said = JsonPlaces.Parse(came.Body);
        string? At(string place) => JsonPlaces.Find(said, place);
        var token = At("signature.token");
        if (SignedAt(At("signature.timestamp"), token, At("signature.signature")) is not { } at) return null;

        var isForGood = At("event-data.event") == "failed" && At("event-data.severity") == "permanent";
        return new(isForGood ? BouncedAddresses.Of([At("event-data.recipient")]) : [], at) { Name = token };
    }

    // "Securing webhooks": HMAC-SHA256 of the time and the token, in hexadecimal. Nothing else is signed.
    private DateTimeOffset? SignedAt(string? timestamp, string? token, string? signature)
    {
        if (token is null || signature is null) return null;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return null;
        if (seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return null;

        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (!BounceCall.IsFresh(at, clock.GetUtcNow())) return null;

        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.Key.Reveal()), Encoding.UTF8.GetBytes(timestamp + token));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash)), Encoding.ASCII.GetBytes(signature)) ? at : null;
    }
}
