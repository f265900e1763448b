namespace Countersign.Server.Secrets;

/// <summary>What a derived key is for. Each purpose has its own key, so that the leak of one says nothing about another.</summary>
public enum KeyPurpose
{
    /// <summary>Seals what must be read again: TOTP keys, messages that wait to be sent.</summary>
    Seed,

    /// <summary>Authenticates the codes that were sent out.</summary>
    Code,

    /// <summary>Hashes tokens and API keys for looking up.</summary>
    Token,

    /// <summary>Is mixed into a password before its slow hash.</summary>
    PasswordPepper,

    /// <summary>Is mixed into a recovery code before its slow hash.</summary>
    BackupPepper,

    /// <summary>Chooses the one stored recovery code that an offered one may be compared with.</summary>
    Selector,

    /// <summary>Chains the rows of the audit log.</summary>
    AuditChain,

    /// <summary>Authenticates the forms of our pages.</summary>
    Form,

    /// <summary>Signs access tokens.</summary>
    AccessToken,

    /// <summary>Proves, without using any other key, that a root key is the one the data was written with.</summary>
    Canary,

    /// <summary>Compares secrets that the servers of one database must share, without showing them.</summary>
    Fingerprint,

    /// <summary>Authenticates the addresses by which mail programs turn reminders off.</summary>
    Reminder,

    /// <summary>Encrypts what applications were given, where it is stored.</summary>
    OpenId,

    /// <summary>Authenticates what browsers carry at and to applications behind a proxy.</summary>
    AppPass,
}
