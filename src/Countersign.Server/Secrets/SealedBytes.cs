using System.Text;

namespace Countersign.Server.Secrets;

/// <summary>The layout of a sealed value: version (1 byte) ‖ length of key id (1) ‖ key id ‖ nonce (12) ‖ tag (16) ‖ content.</summary>
internal readonly ref struct SealedBytes
{
    public const int TagLength = 16;

    private const byte Version = 1;
    private const int FrontLength = 2;
    private const int NonceLength = 12;

    private readonly int nonceAt;

    private SealedBytes(Span<byte> whole, string keyId)
    {
        Whole = whole;
        KeyId = keyId;
        nonceAt = FrontLength + keyId.Length;
    }

    public Span<byte> Whole { get; }

    public string KeyId { get; }

    public Span<byte> Nonce => Whole.Slice(nonceAt, NonceLength);

    public Span<byte> Tag => Whole.Slice(nonceAt + NonceLength, TagLength);

    public Span<byte> Content => Whole[(nonceAt + NonceLength + TagLength)..];

    /// <summary>An empty frame for a content of this many bytes.</summary>
    public static SealedBytes Frame(string keyId, int contentLength)
    {
        var whole = new byte[FrontLength + keyId.Length + NonceLength + TagLength + contentLength];
        whole[0] = Version;
        whole[1] = (byte)keyId.Length;
        Encoding.ASCII.GetBytes(keyId, whole.AsSpan(FrontLength));
        return new(whole, keyId);
    }

    public static bool TryParse(ReadOnlySpan<byte> bytes, out SealedBytes box)
    {
        box = default;
        if (bytes.Length < FrontLength || bytes[0] != Version) return false;

        var keyLength = bytes[1];
        if (bytes.Length < FrontLength + keyLength + NonceLength + TagLength) return false;

        var keyId = Encoding.ASCII.GetString(bytes.Slice(FrontLength, keyLength));
        if (!Secrets.KeyId.IsValid(keyId)) return false;

        box = new(bytes.ToArray(), keyId);
        return true;
    }
}
