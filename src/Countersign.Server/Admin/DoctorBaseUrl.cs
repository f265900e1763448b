using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Countersign.Server.Delivery;
using Countersign.Server.Hosting;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>
/// Whether the address that every mailed link begins with leads to this service: asked by the same way as people come, through the proxy in
/// front of it and its certificate. From this machine it may look otherwise than from outside, so what does not answer is a warning.
/// </summary>
internal static class DoctorBaseUrl
{
    private const string Name = "base URL";

    // Whoever renews certificates does it a month before.
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks it whether it lives.</summary>
    public static async Task<IReadOnlyList<Finding>> Look(ServerSettings settings, DateTimeOffset now, CancellationToken ct)
    {
        var at = new Uri(settings.BaseUrl, Health.Live);
        X509Certificate2? shown = null;
        var faults = SslPolicyErrors.None;
        using var handler = new SocketsHttpHandler { Proxy = OutgoingProxy.OfProcess(), AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, found) =>
        {
            (shown, faults) = (certificate is null ? null : new(certificate), found);
            return found is SslPolicyErrors.None;
        };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(at, HttpCompletionOption.ResponseHeadersRead, ct);
            var text = await Beginning(answer, ct);
            return [.. text != Health.Alive ? [Stranger(at, answer)] : OfCertificate(settings.BaseUrl, shown, now)];
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException
            || (broken is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return [Unreached(settings.BaseUrl, broken, shown, faults, now)];
        }
        finally
        {
            shown?.Dispose();
        }
    }

    private static async Task<string> Beginning(HttpResponseMessage answer, CancellationToken ct)
    {
        var bytes = new byte[Health.Alive.Length + 1];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        await using var body = await answer.Content.ReadAsStreamAsync(patience.Token);
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, patience.Token);
        return System.Text.Encoding.ASCII.GetString(bytes, 0, read);
    }

    private static Finding Stranger(Uri at, HttpResponseMessage answer)
    {
        var to = answer.Headers.Location is { } location ? $" and sends to {location}" : "";
        return Finding.Fail(Name, string.Create(CultureInfo.InvariantCulture,
            $"{at} answers with {(int)answer.StatusCode}{to}, and not as this service does: the links in mails lead there. Check " +
            $"COUNTERSIGN_BASE_URL, and that the proxy passes every path of it on: `curl -i {at}`"));
    }

    private static IEnumerable<Finding> OfCertificate(Uri baseUrl, X509Certificate2? shown, DateTimeOffset now)
    {
        if (shown is not null && shown.NotAfter.ToUniversalTime() - now.UtcDateTime is var left && left < Soon)
            yield return Finding.Warn(Name, string.Create(CultureInfo.InvariantCulture,
                $"{baseUrl.Authority} answers, and its certificate is over in {left.TotalDays:0.#} days " +
                $"({shown.NotAfter.ToUniversalTime():u}): renew it"));
        else
            yield return Finding.Ok(Name, $"{baseUrl.GetLeftPart(UriPartial.Authority)} leads here");
    }

    private static Finding Unreached(Uri baseUrl, Exception broken, X509Certificate2? shown, SslPolicyErrors faults, DateTimeOffset now)
    {
        if (shown is not null && shown.NotAfter.ToUniversalTime() < now.UtcDateTime)
            return Finding.Fail(Name, string.Create(CultureInfo.InvariantCulture,
                $"the certificate of {baseUrl.Authority} is over since {shown.NotAfter.ToUniversalTime():u}: no browser lets anybody in. " +
                $"Renew it"));
        if ((faults & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            return Finding.Fail(Name,
                $"the certificate of {baseUrl.Authority} is another name's: no browser lets anybody in. Give the proxy one for " +
                $"{baseUrl.IdnHost}, or mend COUNTERSIGN_BASE_URL");

        var why = broken switch
        {
            OperationCanceledException => string.Create(
                CultureInfo.InvariantCulture, $"no answer within {Patience.TotalSeconds:0} seconds"),
            { InnerException: AuthenticationException } => "nobody whom this machine trusts vouches for its certificate",
            _ => broken.InnerException?.Message ?? broken.Message,
        };
        return Finding.Warn(Name,
            $"{baseUrl.GetLeftPart(UriPartial.Authority)} was not reached from here: {why}. If the service runs and people reach it " +
            $"there, all is well; else check COUNTERSIGN_BASE_URL, its name and the proxy: `curl -i {new Uri(baseUrl, Health.Live)}`");
    }
}
