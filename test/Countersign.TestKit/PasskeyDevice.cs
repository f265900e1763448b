using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.TestKit;

/// <summary>What a device does otherwise than it should; each is one check that must fail.</summary>
public enum Twist
{
    None,
    OtherOrigin,
    OtherSite,
    OtherType,
    OtherQuestion,
    WithoutPresence,
    WithoutVerification,
    OtherSignature,
    OtherContent,
    OtherOwner,
    CounterBack,
    CrossOrigin,
}

/// <summary>
/// An authenticator in software (W3C Web Authentication §6): makes a passkey and signs with it, and lies where a test wants it to.
/// </summary>
public sealed class PasskeyDevice : IDisposable
{
    private const int Es256 = -7;
    private const int Rs256 = -257;

    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA? rsa;
    private readonly byte[] id = RandomNumberGenerator.GetBytes(32);
    private byte[] owner = [];
    private uint counter;

    /// <param name="usesRsa">Whether its key is RSA (RS256) and not on a curve (ES256).</param>
    /// <param name="isSynced">Whether its passkeys are copied to other devices; such ones do not count.</param>
    public PasskeyDevice(bool usesRsa = false, bool isSynced = false) =>
        (rsa, IsSynced, counter) = (usesRsa ? RSA.Create(2048) : null, isSynced, isSynced ? 0u : 10);

    /// <summary>Whether its passkeys are copied to other devices.</summary>
    public bool IsSynced { get; }

    /// <summary>Makes a passkey, as a browser's answer.</summary>
    public string Make(string options, string origin, Twist twist = Twist.None, int? claimed = null)
    {
        var asked = JsonNode.Parse(options)!;
        owner = Base64Url.DecodeFromChars((string)asked["user"]!["id"]!);
        var site = (string)asked["rp"]!["id"]!;
        var client = Client("webauthn.create", (string)asked["challenge"]!, origin, twist);
        byte[] named = [.. new byte[16], 0, (byte)id.Length, .. id, .. Key(claimed)];
        var data = Data(site, twist, 0x40, named);
        byte[] attestation =
            [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), .. Bytes(data)];
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal", "made-up"),
        });
    }

    /// <summary>Signs, as a browser's answer.</summary>
    public string Sign(string options, string origin, Twist twist = Twist.None)
    {
        var asked = JsonNode.Parse(options)!;
        var client = Client("webauthn.get", (string)asked["challenge"]!, origin, twist);
        if (!IsSynced) counter++;
        var data = Data((string)asked["rpId"]!, twist, 0, []);
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        var signature = rsa?.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ?? curve.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        if (twist is Twist.OtherSignature) signature[^1] ^= 1;
        if (twist is Twist.OtherContent) data[^1] ^= 1;
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = Base64Url.EncodeToString(twist is Twist.OtherOwner ? "999"u8 : owner),
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        curve.Dispose();
        rsa?.Dispose();
    }

    private string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(id),
        ["rawId"] = Base64Url.EncodeToString(id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private static byte[] Client(string type, string question, string origin, Twist twist) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = twist is not Twist.OtherType ? type : type is "webauthn.get" ? "webauthn.create" : "webauthn.get",
        challenge = twist is Twist.OtherQuestion ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)) : question,
        origin = twist is Twist.OtherOrigin ? "https://evil.example" : origin,
        crossOrigin = twist is Twist.CrossOrigin,
    });

    private byte[] Data(string site, Twist twist, int more, byte[] key)
    {
        var flags = more | (IsSynced ? 0x18 : 0) | (twist is Twist.WithoutPresence ? 0 : 1) | (twist is Twist.WithoutVerification ? 0 : 4);
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, twist is Twist.CounterBack ? counter - 5 : counter);
        var named = twist is Twist.OtherSite ? "evil.example" : site;
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(named)), (byte)flags, .. count, .. key];
    }

    // A COSE key (RFC 9052 §7) in the canonical form of CTAP2: numbers of one byte, and short byte strings.
    private byte[] Key(int? claimed)
    {
        if (rsa is not null)
        {
            var parts = rsa.ExportParameters(includePrivateParameters: false);
            return [0xA4, 0x01, 0x03, 0x03, .. Number(claimed ?? Rs256), 0x20, .. Bytes(parts.Modulus!), 0x21, .. Bytes(parts.Exponent!)];
        }

        var point = curve.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 0x01, 0x02, 0x03, .. Number(claimed ?? Es256), 0x20, 0x01, 0x21, .. Bytes(point.X!), 0x22, .. Bytes(point.Y!)];
    }

    // RFC 8949 §3.1: what is negative is told by how far below -1 it is.
    private static byte[] Number(int negative) => Head(1, -1 - negative);

    private static byte[] Text(string text) => [.. Head(3, text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Bytes(byte[] bytes) => [.. Head(2, bytes.Length), .. bytes];

    private static byte[] Head(int kind, int length) => length switch
    {
        < 24 => [(byte)((kind << 5) | length)],
        < 256 => [(byte)((kind << 5) | 24), (byte)length],
        _ => [(byte)((kind << 5) | 25), (byte)(length >> 8), (byte)(length & 0xFF)],
    };
}
