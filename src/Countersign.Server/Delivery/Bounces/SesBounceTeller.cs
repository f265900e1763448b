using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings;

namespace Countersign.Server.Delivery.Bounces;

/// <summary>
/// Amazon SES, whose notices of bounces come by a topic of SNS: signed (version 2) by a certificate that is fetched from SNS and nowhere
/// else. The one call by which SNS asks whether we want them is answered yes.
/// </summary>
public sealed partial class SesBounceTeller(SesBounces settings, TimeProvider clock) : IBounceTeller, IDisposable
{
    private const int LargestAnswer = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly string[] SignedOfNotice = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    private static readonly string[] SignedOfQuestion = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        Proxy = OutgoingProxy.OfProcess(),
    })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    private (Uri Place, X509Certificate2 Certificate)? kept;

    /// <inheritdoc/>
    public async Task<BounceCall?> Read(ReportCall came, CancellationToken ct)
    {
        var said = JsonPlaces.Parse(came.Body);
        if (JsonPlaces.Find(said, "TopicArn") != settings.Topic) return null;
        if (Times.Find(JsonPlaces.Find(said, "Timestamp")) is not { } at || !BounceCall.IsFresh(at, clock.GetUtcNow())) return null;
        if (!await IsSigned(said, ct)) return null;

        switch (JsonPlaces.Find(said, "Type"))
        {
            case "SubscriptionConfirmation" when PlaceOf(said, "SubscribeURL") is { } yes:
                (await http.GetAsync(yes, ct)).Dispose();
                return new([]);
            case "Notification":
                return new(Bounced(JsonPlaces.Parse(JsonPlaces.Find(said, "Message") ?? "")), at);
            default:
                return new([]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        kept?.Certificate.Dispose();
    }

    private static IReadOnlyList<EmailAddress> Bounced(JsonNode? said) =>
        (JsonPlaces.Find(said, "notificationType") ?? JsonPlaces.Find(said, "eventType")) == "Bounce"
        && JsonPlaces.Find(said, "bounce.bounceType") == "Permanent"
            ? BouncedAddresses.Of(JsonPlaces.ListAt(said, "bounce.bouncedRecipients").Select(each => JsonPlaces.Find(each, "emailAddress")))
            : [];

    private async Task<bool> IsSigned(JsonNode? said, CancellationToken ct)
    {
        var names = JsonPlaces.Find(said, "Type") == "SubscriptionConfirmation" ? SignedOfQuestion : SignedOfNotice;
        var signed = string.Concat(names.Select(name => (name, Value: JsonPlaces.Find(said, name))).Where(each => each.Value is not null)
            .Select(each => $"{each.name}\n{each.Value}\n"));
        var given = new byte[1024];
        if (JsonPlaces.Find(said, "SignatureVersion") != "2" || PlaceOf(said, "SigningCertURL") is not { } place) return false;
        if (!NameOfCertificate().IsMatch(place.AbsolutePath) || place.Query.Length > 0) return false;
        if (!Convert.TryFromBase64String(JsonPlaces.Find(said, "Signature") ?? "", given, out var length)) return false;

        if (await CertificateAt(place, ct) is not { } certificate || !IsOfAmazon(certificate)) return false;

        using var key = certificate.GetRSAPublicKey();
        return key is not null && key.VerifyData(
            Encoding.UTF8.GetBytes(signed), given.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    // The name depends on the region: sns.amazonaws.com in the old ones, sns-signing.REGION.amazonaws.com in those that are switched on,
    // sns-REGION.amazonaws.com.cn in China (the table of hosts in Amazon's own SDK).
    private bool IsOfAmazon(X509Certificate2 certificate)
    {
        var (now, region) = (clock.GetUtcNow().UtcDateTime, settings.Topic.Split(':')[3]);
        var end = settings.Topic.StartsWith("arn:aws-cn:", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
        return certificate.NotBefore.ToUniversalTime() <= now && now <= certificate.NotAfter.ToUniversalTime()
            && ((string[])[$"sns.{end}", $"sns-{region}.{end}", $"sns.{region}.{end}", $"sns-signing.{region}.{end}"]).Any(
                name => certificate.MatchesHostname(name));
    }

    [GeneratedRegex(@"^/SimpleNotificationService-[0-9A-Za-z]+\.pem$")]
    private static partial Regex NameOfCertificate();

    // Of a call that names another place nothing is fetched: whoever calls must not choose whom we ask.
    private Uri? PlaceOf(JsonNode? said, string name) =>
        Uri.TryCreate(JsonPlaces.Find(said, name), UriKind.Absolute, out var place)
        && place.GetLeftPart(UriPartial.Authority) == settings.Api.GetLeftPart(UriPartial.Authority) && place.UserInfo.Length == 0
            ? place
            : null;

    // A new certificate has a new name.
    private async Task<X509Certificate2?> CertificateAt(Uri place, CancellationToken ct)
    {
        if (kept is not { } known || known.Place != place)
        {
            try
            {
                known = (place, X509Certificate2.CreateFromPem(await http.GetStringAsync(place, ct)));
            }
            catch (Exception failed) when (failed is HttpRequestException or CryptographicException or TaskCanceledException)
            {
                return null;
            }

            kept = known;
        }

        return known.Certificate;
    }
}
