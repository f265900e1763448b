using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Server.Secrets;

/// <summary>
/// A secret that opens something for whoever holds it: four characters of kind, 256 bits of chance in base64url (43),
/// and a check sum (6) by which a mistyped or made-up token is refused without asking the database. It prints as <c>•••</c>.
/// </summary>
public sealed class Token
{
    /// <summary>Characters in every token.</summary>
    public const int Length = 53;

    private const int ChanceLength = 32;
    private const int PrefixLength = 4;
    private const int CheckLength = 6;
    private const int SuffixLength = 4;
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly string text;

    private Token(TokenKind kind, ReadOnlySpan<byte> chance)
    {
        Kind = kind;
        var body = Prefix(kind) + Base64Url.EncodeToString(chance);
        text = body + CheckSum(body);
    }

    /// <summary>What this token opens.</summary>
    public TokenKind Kind { get; }

    /// <summary>The last four characters, by which an owner recognises a token in a list.</summary>
    public string Suffix => text[^SuffixLength..];

    /// <summary>A new token that nobody can guess.</summary>
    public static Token New(TokenKind kind) => new(kind, RandomNumberGenerator.GetBytes(ChanceLength));

    /// <summary>Reads a token of any kind in its one spelling. True says that it is well formed, not that it opens anything.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Token? token)
    {
        token = null;
        if (text is not { Length: Length }) return false;

        var chance = new byte[ChanceLength];
        var body = text.AsSpan(PrefixLength, Length - PrefixLength - CheckLength);
        if (Base64Url.DecodeFromChars(body, chance, out _, out _) is not OperationStatus.Done) return false;

        foreach (var kind in Enum.GetValues<TokenKind>())
        {
            if (!text.StartsWith(Prefix(kind), StringComparison.Ordinal)) continue;
            var spelt = new Token(kind, chance);
            token = spelt.text == text ? spelt : null;
        }
        return token is not null;
    }

    /// <summary>The whole token, for the one answer or mail that hands it over.</summary>
    public string Reveal() => text;

    /// <summary>Never the token.</summary>
    public override string ToString() => "•••";

    private static string Prefix(TokenKind kind) => kind switch
    {
        TokenKind.Challenge => "tfs_",
        TokenKind.Session => "ses_",
        TokenKind.ApiKey => "key_",
        TokenKind.Link => "lnk_",
        TokenKind.Browser => "brw_",
        TokenKind.Access => "tok_",
        TokenKind.Program => "prg_",
        TokenKind.App => "app_",
    };

    private static string CheckSum(string body)
    {
        var rest = Crc32.Of(Encoding.ASCII.GetBytes(body));
        var digits = new char[CheckLength];
        for (var i = CheckLength - 1; i >= 0; i--, rest /= (uint)Base62.Length) digits[i] = Base62[(int)(rest % (uint)Base62.Length)];
        return new(digits);
    }
}
