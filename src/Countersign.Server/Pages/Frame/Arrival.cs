namespace Countersign.Server.Pages.Frame;

/// <summary>
/// Somebody follows a link to us on another site, as in their webmail. Our cookies are strict, so the browser keeps all of them back:
/// whoever is signed in would look like a stranger, and the cookie behind the forms of their other tabs would be replaced. They get a
/// page that leads to the same address, and what they ask for then is asked by a page of ours.
/// </summary>
public static class Arrival
{
    // In the address, so that nobody is led around in a circle, whatever their browser says of itself.
    internal const string Mark = "arrived";

    /// <summary>
    /// Whether the browser kept back what it holds of us (W3C Fetch Metadata §2); one that does not say where it comes from is taken as it
    /// is.
    /// </summary>
    public static bool IsBlind(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Query.ContainsKey(Mark)
        && Says(request, "Sec-Fetch-Site", "cross-site")
            && Says(request, "Sec-Fetch-Mode", "navigate") && Says(request, "Sec-Fetch-Dest", "document");

    /// <summary>Shows the page that leads on. It gives no cookie and asks no database.</summary>
    public static IResult LeadOn(HttpContext context, PageCookies cookies, Cultures cultures, DateTimeOffset now)
    {
        var request = context.Request;
        var culture = cultures.Choose(null, null, request);
        var call = new PageCall(context, cookies, null, culture, now, PageCall.NoForms, FormCollection.Empty);
        return call.Show<ArrivalPage>(LanguageRoute.Local(request.Path.ToUriComponent() + request.QueryString.Add(Mark, "yes")));
    }

    private static bool Says(HttpRequest request, string header, string word) => request.Headers[header] == word;
}
