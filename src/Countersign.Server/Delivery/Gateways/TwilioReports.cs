using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>
/// What the call-backs of Twilio have in common, whether they are about a text message or a call (Twilio, "Webhooks security").
/// </summary>
internal static class TwilioReports
{
    /// <summary>Which message of this account a call-back is about; null when Twilio has not signed it.</summary>
    public static MessageId? MessageOf(ReportCall came, ReportAddress reports, string account, SecretText token) =>
        reports.MessageOf(came) is { } message && IsSigned(came, reports, token) && came.Form.GetValueOrDefault("AccountSid") == account
            ? message
            : null;

    /// <summary>Why a message did not arrive, as the error that stands in the call-back means it; null when none does.</summary>
    public static string? WhyOf(ReportCall came) =>
        int.TryParse(came.Form.GetValueOrDefault("ErrorCode"), NumberStyles.None, CultureInfo.InvariantCulture, out var error) && error > 0
            ? TwilioErrors.Judge(error, 400).Reason
            : null;

    // Over the address that we gave and the fields behind it, in the order of their names.
    private static bool IsSigned(ReportCall came, ReportAddress reports, SecretText token)
    {
        var signed = new StringBuilder(reports.Whole(came.PathAndQuery));
        foreach (var (name, value) in came.Form.OrderBy(field => field.Key, StringComparer.Ordinal)) signed.Append(name).Append(value);
#pragma warning disable CA5350 // Twilio signs with it; as a keyed hash it holds.
        var hash = HMACSHA1.HashData(Encoding.UTF8.GetBytes(token.Reveal()), Encoding.UTF8.GetBytes(signed.ToString()));
#pragma warning restore CA5350
        return came.Header("X-Twilio-Signature") is { } given && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Convert.ToBase64String(hash)), Encoding.ASCII.GetBytes(given));
    }
}
