namespace Countersign.Server.SignIn;

/// <summary>
/// Whether a request that carries a cookie was made by our own pages. Browsers say where a request comes from and a page
/// cannot lie about it; what says nothing is no browser, and cannot be made to send a cookie it does not hold.
/// </summary>
public static class SameOrigin
{
    /// <summary>True for a read, and for a change that comes from <paramref name="origin"/>.</summary>
    public static bool Holds(HttpRequest request, string origin)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return true;

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var from = request.Headers.Origin.ToString();
        // Fetch §3.1: where somebody has set a stricter Referrer-Policy than ours, a browser hides even our own origin, and says "null".
        return site switch
        {
            "same-origin" => from.Length == 0 || from == "null" || from == origin,
            "" => from.Length == 0 || from == origin,
            _ => false, // an open list: whatever else a browser may say
        };
    }
}
