using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>The signature of requests to AWS, version 4 ("Signature Version 4 signing process"), for a POST without query.</summary>
public static class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Date = "x-amz-date";

    /// <summary>What stands in the header <c>Authorization</c>.</summary>
    /// <param name="headers">Those that are signed, by their lower-case names.</param>
    /// <param name="scope">Region and service, with a slash between them.</param>
    public static string Of(
        string method, string path, string query, SortedDictionary<string, string> headers, byte[] body, string accessKey, string secretKey,
        DateTimeOffset now, string scope)
    {
        var (time, day) = (Time(now), Time(now)[..8]);
        var names = string.Join(';', headers.Keys);
        var canonical = string.Join('\n',
        [
            method, path, query, .. headers.Select(header => $"{header.Key}:{header.Value.Trim()}"), "", names, Hex(SHA256.HashData(body)),
        ]);
        var whole = $"{day}/{scope}/aws4_request";
        var toSign = string.Join('\n', Algorithm, time, whole, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var key = Encoding.UTF8.GetBytes($"AWS4{secretKey}");
        foreach (var part in whole.Split('/')) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));

        return $"{Algorithm} Credential={accessKey}/{whole}, SignedHeaders={names}, " +
            $"Signature={Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)))}";
    }

    /// <summary>Signs a POST with this body.</summary>
    public static void Sign(HttpRequestMessage request, byte[] body, string accessKey, string secretKey, DateTimeOffset now, string scope)
    {
        var place = request.RequestUri!;
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = request.Content!.Headers.ContentType!.ToString(),
            ["host"] = place.Authority,
            [Date] = Time(now),
        };
        request.Headers.Add(Date, Time(now));
        var signature = Of("POST", place.AbsolutePath, "", headers, body, accessKey, secretKey, now, scope);
        request.Headers.Authorization = new AuthenticationHeaderValue(Algorithm, signature[(Algorithm.Length + 1)..]);
    }

    private static string Time(DateTimeOffset now) => now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
