using Countersign.Core;

namespace Countersign.Server.Requests;

/// <summary>The addresses at which proxies ask us, and those of ours that they pass to us at an application's own host.</summary>
public static class ProxyPaths
{
    /// <summary>Where a proxy asks about a request, and says in headers what it is about.</summary>
    public const string Ask = "/forward-auth";

    /// <summary>Where a proxy asks that puts this before the address it asks about (Envoy).</summary>
    public const string AskBefore = $"{Ask}/ext";

    /// <summary>People set out from here to sign in.</summary>
    public const string Start = $"{AppPathRules.Own}/start";

    /// <summary>They arrive here.</summary>
    public const string Arrive = $"{AppPathRules.Own}/enter";

    /// <summary>They sign out here.</summary>
    public const string SignOut = $"{AppPathRules.Own}/sign-out";

    /// <summary>The part of an address that says where somebody wants to go.</summary>
    public const string Wanted = "rd";

    /// <summary>The part that carries the code.</summary>
    public const string Code = "code";

    /// <summary>The part that carries the hash of what the browser has that set out.</summary>
    public const string Way = "way";
}
