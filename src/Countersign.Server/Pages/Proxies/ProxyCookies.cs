using Countersign.Server.SignIn;

namespace Countersign.Server.Pages.Proxies;

/// <summary>Our cookies at an application's own host: no other host, and no other site's form, has them.</summary>
internal static class ProxyCookies
{
    private const string Pass = "countersign";
    private const string Way = "countersign-way";

    private static readonly TimeSpan WayLife = TimeSpan.FromMinutes(15);

    /// <summary>What the browser carries there; null: nothing.</summary>
    public static string? ReadPass(HttpRequest request, string origin) => request.Cookies[NameOf(Pass, origin)];

    /// <summary>What the browser carries that has set out; null: nothing.</summary>
    public static string? ReadWay(HttpRequest request, string origin) => request.Cookies[NameOf(Way, origin)];

    /// <summary>They have arrived: until the browser closes, or what is behind it ends.</summary>
    public static void GivePass(HttpContext context, string origin, string pass) =>
        context.Response.Cookies.Append(NameOf(Pass, origin), pass, Options(origin, life: null));

    /// <summary>They go.</summary>
    public static void TakePass(HttpContext context, string origin) =>
        context.Response.Cookies.Delete(NameOf(Pass, origin), Options(origin, life: null));

    /// <summary>They set out. In two tabs at once they do it with the same one.</summary>
    public static string GiveWay(HttpContext context, string origin)
    {
        var way = ReadWay(context.Request, origin) is { } had && AppPasses.IsWay(had) ? had : AppPasses.NewWay();
        context.Response.Cookies.Append(NameOf(Way, origin), way, Options(origin, WayLife));
        return way;
    }

    private static bool IsSecure(string origin) => origin.StartsWith("https:", StringComparison.Ordinal);

    private static string NameOf(string name, string origin) => IsSecure(origin) ? $"__Host-{name}" : name;

    private static CookieOptions Options(string origin, TimeSpan? life) => new()
    {
        HttpOnly = true,
        Secure = IsSecure(origin),
        SameSite = SameSiteMode.Lax,
        Path = "/",
        IsEssential = true,
        MaxAge = life,
    };
}
