namespace Countersign.Core;

/// <summary>What an <c>otpauth://totp/</c> address tells an authenticator app. It holds the key and prints as <c>•••</c>.</summary>
/// <param name="Issuer">Who asks for the codes; empty when the address does not say.</param>
/// <param name="Account">The name of the account at the issuer.</param>
/// <param name="Key">The shared secret.</param>
/// <param name="Algorithm">The hash; SHA-1 when the address does not say.</param>
/// <param name="Digits">Six to eight; six when the address does not say.</param>
/// <param name="Period">Length of a step; 30 seconds when the address does not say.</param>
public sealed record OtpAuthParts(
    string Issuer, string Account, ReadOnlyMemory<byte> Key, OtpAlgorithm Algorithm, int Digits, TimeSpan Period)
{
    /// <summary>Never the key.</summary>
    public override string ToString() => "•••";
}
