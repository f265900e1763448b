namespace Countersign.Server.Secrets;

/// <summary>Something was written under a root key that the key file does not hold, even after reading it again.</summary>
public sealed class UnknownKeyException(string keyId)
    : Exception($"The key file holds no key '{keyId}'. Put back the key file that the data was written with.")
{
    /// <summary>The id that is missing.</summary>
    public string KeyId { get; } = keyId;
}
