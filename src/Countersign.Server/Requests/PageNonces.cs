using System.Security.Cryptography;

namespace Countersign.Server.Requests;

/// <summary>The nonce of a page (CSP 3 §2.3.1). An answer that never asked for one is data, and may load nothing.</summary>
public static class PageNonces
{
    private const int NonceLength = 16;
    private static readonly object NonceOfPage = new();

    /// <summary>The nonce for the scripts of this page, the same for the whole request. Asking for it makes the answer a page.</summary>
    public static string PageNonce(this HttpContext context)
    {
        if (context.Items[NonceOfPage] is string made) return made;

        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceLength));
        context.Items[NonceOfPage] = nonce;
        return nonce;
    }

    /// <summary>The nonce that was asked for; null: this answer is no page.</summary>
    public static string? FindPageNonce(this HttpContext context) => context.Items[NonceOfPage] as string;
}
