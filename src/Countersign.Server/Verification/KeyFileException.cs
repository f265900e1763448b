namespace Countersign.Server.Verification;

/// <summary>The key file cannot be used. The message is a sentence for the operator that says what to do.</summary>
public sealed class KeyFileException : Exception
{
    public KeyFileException(string message) : base(message) { }

    public KeyFileException(string message, Exception cause) : base(message, cause) { }
}

/// <summary>Something was written under a root key that the key file does not hold, even after reading it again.</summary>
public sealed class UnknownKeyException(string keyId)
    : Exception($"The key file holds no key '{keyId}'. Put back the key file that the data was written with.")
{
    /// <summary>The id that is missing.</summary>
    public string KeyId { get; } = keyId;
}
