using Countersign.Core;
using Countersign.Server.Requests;
using Microsoft.AspNetCore.WebUtilities;

namespace Countersign.Server.Pages.Proxies;

/// <summary>The addresses of our pages between an application behind a proxy and its people.</summary>
public static class ProxiedPaths
{
    /// <summary>The part that carries what is signed out of.</summary>
    public const string Leaving = "leaving";

    private const string Beginning = "/apps/";
    private const string EnterEnd = "/enter";

    /// <summary>On the way to an application.</summary>
    public static string Enter(string name, AppAddress wanted, string way) => QueryHelpers.AddQueryString(
        PathOf(name, EnterEnd), new Dictionary<string, string?> { [ProxyPaths.Wanted] = wanted.Whole, [ProxyPaths.Way] = way });

    /// <summary>A code was good no longer.</summary>
    public static string Over(string name, string origin) => QueryHelpers.AddQueryString(PathOf(name, "/over"), ProxyPaths.Wanted, origin);

    /// <summary>Signing out of an application.</summary>
    /// <param name="leaving">What is signed out of; null: nothing any more.</param>
    public static string Leave(string name, string? leaving) => leaving is null
        ? Left(name)
        : QueryHelpers.AddQueryString(PathOf(name, "/leave"), Leaving, leaving);

    /// <summary>Somebody is signed out of it.</summary>
    public static string Left(string name) => PathOf(name, "/left");

    /// <summary>Where the form for signing out leads.</summary>
    public static string LeaveForm(string name) => PathOf(name, "/leave");

    /// <summary>The name of the application that somebody is on their way to; null: this is no such address.</summary>
    public static string? NameIn(string? path)
    {
        if (path?.StartsWith(Beginning, StringComparison.Ordinal) is not true) return null;

        var end = path.IndexOf($"{EnterEnd}?", StringComparison.Ordinal);
        return end > Beginning.Length && path[Beginning.Length..end] is var name && AppRules.IsName(name) ? name : null;
    }

    private static string PathOf(string name, string end) => $"{Beginning}{name}{end}";
}
