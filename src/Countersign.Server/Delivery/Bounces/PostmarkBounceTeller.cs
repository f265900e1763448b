using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings;

namespace Countersign.Server.Delivery.Bounces;

/// <summary>Postmark's "Bounce webhook".</summary>
public sealed class PostmarkBounceTeller(PostmarkBounces settings) : IBounceTeller
{
    /// <inheritdoc/>
    public Task<BounceCall?> Read(ReportCall came, CancellationToken ct) => Task.FromResult(Read(came));

    private BounceCall? Read(ReportCall came)
    {
        if (!IsFromThere(came)) return null;

        var said = JsonPlaces.Parse(came.Body);
        var isForGood = JsonPlaces.Find(said, "RecordType") == "Bounce"
            && JsonPlaces.Find(said, "Type") is "HardBounce" or "BadEmailAddress";
        return new(isForGood ? BouncedAddresses.Of([JsonPlaces.Find(said, "Email")]) : [], Times.Find(JsonPlaces.Find(said, "BouncedAt")));
    }

    private bool IsFromThere(ReportCall came) => came.Header("Authorization") is { } given && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)),
        SHA256.HashData(Encoding.UTF8.GetBytes(GatewayHttp.Basic(new(settings.User, settings.Password)).ToString())));
}
