using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>
/// Where a gateway tells us of a message: an address of its own for each message, which nobody else can make. It is as good as a
/// signature for gateways that have none, and with those that have one it is part of what is signed.
/// </summary>
/// <param name="number">The number of the gateway in the settings.</param>
public sealed class ReportAddress(Uri baseUrl, SecretText secret, int number)
{
    private const string Id = "id";
    private const string Proof = "v";

    /// <summary>Whether a gateway at this address can reach us: what stands on this machine alone is reached from it alone.</summary>
    public bool IsReachedFrom(Uri? gateway) => !baseUrl.IsLoopback || gateway is { IsLoopback: true };

    /// <summary>The address for reports about a message.</summary>
    public string For(MessageId message) => $"{Whole(PathOf(number))}?{Id}={message.Value}&{Proof}={ProofOf(message)}";

    /// <summary>The whole address of a path here, as people and gateways know it.</summary>
    public string Whole(string pathAndQuery) => $"{baseUrl.GetLeftPart(UriPartial.Authority)}{pathAndQuery}";

    /// <summary>The path for reports of a gateway.</summary>
    public static string PathOf(int number) => $"/gateways/{number}/reports";

    /// <summary>Which message a call is about; null when its address is not one that we made.</summary>
    public MessageId? MessageOf(ReportCall came)
    {
        if (came.Query.GetValueOrDefault(Id) is not { } id || came.Query.GetValueOrDefault(Proof) is not { } given) return null;

        var message = new MessageId(id);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(ProofOf(message)), Encoding.ASCII.GetBytes(given))
            ? message
            : null;
    }

    private string ProofOf(MessageId message) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), Encoding.UTF8.GetBytes($"report {number} {message.Value}"))
            .AsSpan(..16));
}
