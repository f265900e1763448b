using System.Globalization;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>Where a request came from, for the audit log and the list of sessions.</summary>
/// <param name="IpAddress">The client's address; from a forwarding header only when a configured proxy set it.</param>
/// <param name="AddressBucket">What limits count by: the address, or an IPv6 address's /64.</param>
/// <param name="Route">Method and path pattern, never the path itself: paths may carry secrets.</param>
public sealed record Source(string IpAddress, string AddressBucket, string UserAgent, string Route);

/// <summary>A signed-in caller: the account and the credential that spoke for it.</summary>
/// <param name="KeyHashes">The possible hashes of the key it came with; a credential that was given another key is dead to it.</param>
/// <param name="Requirement">Whether a second factor is required, read together with the account.</param>
public sealed record Caller(
    Account Account, ApiKey? ApiKey, Session? Session, bool AccountHasSecondFactor, Source Source, IReadOnlyList<byte[]> KeyHashes, Requirement Requirement)
{
    /// <summary>Names the credential; whatever a caller begins is bound to it.</summary>
    public string Credential => ApiKey is { } key
        ? string.Create(CultureInfo.InvariantCulture, $"key:{key.Id.Value}")
        : string.Create(CultureInfo.InvariantCulture, $"ses:{Session!.Id.Value}");

    /// <summary>
    /// Whether this caller may change things: the account has no second factor, or this session has proven one. An API key
    /// alone is a first factor, however long it is.
    /// </summary>
    public bool IsFull => !AccountHasSecondFactor || Session?.SecondFactorAt is not null;

    /// <summary>Whether a second factor is required and this account has none: its caller may then do nothing but turn it on.</summary>
    public bool MustTurnOnSecondFactor => Requirement.Holds && !AccountHasSecondFactor;

    /// <summary>Whether the credential carries this right.</summary>
    public bool May(string right) => ApiKey is null || ApiKeyRights.Of(ApiKey.Permissions).Contains(right);
}
