namespace Countersign.Core;

/// <summary>What a passkey is, beside the method that it belongs to (W3C Web Authentication §4, credential record).</summary>
/// <param name="CredentialId">Its name, which no other account's passkey has.</param>
/// <param name="PublicKey">What its signatures are checked with: a COSE key (RFC 9052 §7).</param>
/// <param name="SignCount">How often it had signed when it was last seen; 0 where it does not count.</param>
/// <param name="Transports">How browsers reach it, in words with blanks between.</param>
/// <param name="IsBackupEligible">Whether it may be copied to other devices: then it is synced, else bound to its device.</param>
/// <param name="IsBackedUp">Whether it was copied by then.</param>
/// <param name="Site">The name of the site that it was made for; at another one no browser finds it.</param>
/// <param name="OpensAlone">Whether it may stand for the password as well.</param>
public sealed record Passkey(
    MethodId Method,
    AccountId Account,
    byte[] CredentialId,
    byte[] PublicKey,
    long SignCount,
    string Transports,
    bool IsUserVerified,
    bool IsBackupEligible,
    bool IsBackedUp,
    string Site,
    bool OpensAlone,
    DateTimeOffset CreatedAt);
