namespace Countersign.Core;

/// <summary>What a registered second factor is made of.</summary>
public enum MethodKind
{
    /// <summary>An authenticator app (RFC 6238).</summary>
    Totp,

    /// <summary>A phone number that receives text messages.</summary>
    Sms,

    /// <summary>The account's e-mail address, where its person chose it as second factor through the <c>/tf</c> interface.</summary>
    Email,

    /// <summary>A passkey or security key (W3C Web Authentication).</summary>
    Passkey,
}

/// <summary>A registered second factor as it stands now. It is never changed; a check returns the next one.</summary>
/// <param name="SealedKey">The TOTP key, encrypted; null for SMS and e-mail.</param>
/// <param name="LastStep">The last accepted time step (RFC 6238 §5.2: never accepted again); -1 before the first.</param>
/// <param name="Version">Grows with every saved change; a save names the version it was decided on.</param>
public sealed record Method(
    MethodId Id,
    AccountId Account,
    MethodKind Kind,
    string Label,
    PhoneNumber? Phone,
    byte[]? SealedKey,
    bool IsPrimary,
    long LastStep,
    Guard Guard,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    long Version)
{
    /// <summary>
    /// Later steps than the last accepted one of which somebody was told that their codes fit a clock that is off: never accepted either.
    /// </summary>
    public IReadOnlyList<long> ToldSteps { get; init; } = [];
}
