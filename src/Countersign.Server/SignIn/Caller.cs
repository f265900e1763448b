using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A signed-in caller: the account and the credential that spoke for it.</summary>
/// <param name="KeyHashes">The possible hashes of the key it came with; a credential that was given another key is dead to it.</param>
/// <param name="Requirement">Whether a second factor is required, read together with the account.</param>
public sealed record Caller(
    Account Account,
    ApiKey? ApiKey, Session? Session, bool AccountHasSecondFactor, Source Source, IReadOnlyList<byte[]> KeyHashes, Requirement Requirement)
{
    /// <summary>Names the credential; whatever a caller begins is bound to it.</summary>
    public Credential Credential => App is { } app ? Credential.Of(app.Id)
        : ApiKey is { } key ? Credential.Of(key.Id)
        : Credential.Of(Session!.Id);

    /// <summary>The application that keeps this person and speaks for them; null: they come themselves, or by a key of their own.</summary>
    public App? App { get; init; }

    /// <summary>
    /// Whose leave to add a method is this caller's: its own, and for a session that of the API key that opened it. A program asks with
    /// its key, hears that it must sign in, and goes on with the session.
    /// </summary>
    public IReadOnlyList<Credential> Leaves => Session?.OpenedBy is { } key ? [Credential, Credential.Of(key)] : [Credential];

    /// <summary>
    /// Whether this caller may change things: the account has no second factor, or this session has proven one. An API key
    /// alone is a first factor, however long it is.
    /// </summary>
    public bool IsFull => !AccountHasSecondFactor || Session?.SecondFactorAt is not null;

    /// <summary>Whether the caller is an admin whose rights wait until the mailbox has vouched for their second factor.</summary>
    public bool AwaitsMailbox { get; init; }

    /// <summary>The use of the key that is to be noted; null when one was noted lately.</summary>
    public KeyUse? Use { get; init; }

    /// <summary>Whether a second factor is required and this account has none: its caller may then do nothing but turn it on.</summary>
    public bool MustTurnOnSecondFactor => Requirement.Holds && !AccountHasSecondFactor;

    /// <summary>Whether the credential carries this right.</summary>
    public bool May(string right) => ApiKey is null || ApiKeyRights.Of(ApiKey.Permissions).Contains(right);

    /// <summary>The audit entry of something that this caller did.</summary>
    public AuditEntry Entry(AuditEvent what) => new(what, Source, Account.Id) { Credential = Credential, ApiKey = ApiKey?.Id };
}
