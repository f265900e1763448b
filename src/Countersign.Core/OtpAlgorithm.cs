namespace Countersign.Core;

/// <summary>The hash inside a one-time password (RFC 6238 §1.2). Authenticator apps reliably know only the first.</summary>
public enum OtpAlgorithm
{
    /// <summary>HMAC-SHA-1, the one of RFC 4226.</summary>
    Sha1,

    /// <summary>HMAC-SHA-256.</summary>
    Sha256,

    /// <summary>HMAC-SHA-512.</summary>
    Sha512,
}
