
namespace Countersign.Server.VastApi;

/// <summary>Who may call a route. Every route names one; the route matrix in the tests walks them all.</summary>
public enum VastAccess
{
    /// <summary>Anybody, signed in or not.</summary>
    Anybody,

    /// <summary>A signed-in caller, or somebody who holds the handle of a sign-in that waits for its second factor.</summary>
    CallerOrSecret,

    /// <summary>A signed-in caller whose credential may read; an API key alone is enough.</summary>
    Reader,

    /// <summary>A signed-in caller that only ends or begins its own session.</summary>
    Caller,

    /// <summary>A caller who may write and, where the account has 2FA on, comes with a 2FA session.</summary>
    Changer,
}
