
namespace Countersign.Server.VssApi;

/// <summary>Who may call a route of this door. Every route names one; the route matrix in the tests walks them all.</summary>
public enum VssAccess
{
    /// <summary>Anybody.</summary>
    Anybody,

    /// <summary>Whoever brings a right user name and password (RFC 7617).</summary>
    Password,

    /// <summary>Whoever brings a token of <c>/auth/request-token</c> (RFC 6750).</summary>
    Token,
}

/// <summary>A route's access, as metadata on its endpoint.</summary>
public sealed record VssAccessNeeded(VssAccess Access);
