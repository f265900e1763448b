using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Countersign.Server.Secrets;

/// <summary>Whether a root key still writes.</summary>
public enum RootKeyState
{
    /// <summary>Everything new is written under this key. Exactly one key of a ring is active.</summary>
    [JsonStringEnumMemberName("active")]
    Active,

    /// <summary>Reads what it once wrote, until nothing of that is left.</summary>
    [JsonStringEnumMemberName("retiring")]
    Retiring,

    /// <summary>Reads, and nothing is written under it yet: it is on its way to every server.</summary>
    [JsonStringEnumMemberName("coming")]
    Coming,
}

/// <summary>One root key. Never used itself: a key per <see cref="KeyPurpose"/> is derived from it. It prints as <c>•••</c>.</summary>
public sealed class RootKey
{
    /// <summary>Bytes of chance in a root key.</summary>
    public const int Length = 32;

    private const int FingerprintLength = 6;

    private readonly byte[] chance;

    internal RootKey(string id, byte[] chance, DateTimeOffset createdAt, RootKeyState state)
    {
        Id = id;
        this.chance = chance;
        CreatedAt = createdAt;
        State = state;
    }

    /// <summary>The short name that stands in front of everything written under this key, such as <c>k1</c>.</summary>
    public string Id { get; }

    /// <summary>When the key was made.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Whether the key still writes.</summary>
    public RootKeyState State { get; }

    /// <summary>Twelve hexadecimal digits by which two people can see that they hold the same key. Says nothing about the key.</summary>
    public string Fingerprint => Convert.ToHexStringLower(Expand("fingerprint", FingerprintLength));

    /// <summary>Never the key.</summary>
    public override string ToString() => "•••";

    internal static RootKey Make(string id, DateTimeOffset now, RootKeyState state) =>
        new(id, RandomNumberGenerator.GetBytes(Length), now, state);

    internal RootKey As(RootKeyState state) => new(Id, chance, CreatedAt, state);

    internal string RevealForFile() => Convert.ToHexStringLower(chance);

    internal byte[] Derive(KeyPurpose purpose) => Expand(Label(purpose), Length);

    // RFC 5869 §3.2: the info input binds a derived key to its use. The labels are part of the data format and never change.
    private byte[] Expand(string label, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, chance, length, info: Encoding.ASCII.GetBytes($"countersign/1/{label}"));

    private static string Label(KeyPurpose purpose) => purpose switch
    {
        KeyPurpose.Seed => "seed",
        KeyPurpose.Code => "code",
        KeyPurpose.Token => "token",
        KeyPurpose.PasswordPepper => "password-pepper",
        KeyPurpose.BackupPepper => "backup-pepper",
        KeyPurpose.Selector => "selector",
        KeyPurpose.AuditChain => "audit-chain",
        KeyPurpose.AccessToken => "access-token",
        KeyPurpose.Canary => "canary",
        KeyPurpose.Form => "form",
        KeyPurpose.Fingerprint => "fingerprint",
        KeyPurpose.Reminder => "reminder",
        KeyPurpose.OpenId => "openid",
        KeyPurpose.AppPass => "app-pass",
    };
}
