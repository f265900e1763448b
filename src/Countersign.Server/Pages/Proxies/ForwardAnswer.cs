using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;

namespace Countersign.Server.Pages.Proxies;

/// <summary>
/// What a proxy is told. Headers that name somebody are always there, empty for nobody: what a browser says in them itself is replaced.
/// </summary>
internal static class ForwardAnswer
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(letter => (char)letter).Where(letter => letter is not '%')]);

    private const string SignIn = "X-Countersign-Sign-In";

    /// <summary>It may pass, and as whom.</summary>
    public static void LetPass(HttpResponse response, AppPassing passing)
    {
        var (headers, person, proof) = (response.Headers, passing.Person, passing.Proof);
        headers["Remote-User"] = InHeader(person?.Username);
        headers["Remote-Email"] = InHeader(person?.Email);
        headers["Remote-Name"] = InHeader(person?.FullName);
        headers["X-Countersign-Subject"] = person?.Id.Value.ToString(CultureInfo.InvariantCulture) ?? "";
        headers["X-Countersign-Acr"] = proof is null ? "" : AppProofRules.AcrOf(proof.Level);
        headers["X-Countersign-Amr"] = proof is null ? "" : string.Join(' ', AppProofRules.AmrOf(proof));
        headers["X-Countersign-Auth-Time"] = proof?.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? "";
        response.ContentLength = 0;
    }

    /// <summary>
    /// Something is to be proven first. Whoever looks for a page is led to where that is done, and comes back; what is sent, and what a
    /// program asks for, cannot be led there and is only refused.
    /// </summary>
    public static Task SendAway(HttpContext context, Forwarded asked, Cultures cultures, DateTimeOffset now)
    {
        var (request, response) = (context.Request, context.Response);
        var isForPage = asked.IsForPage(request);
        var start = $"{asked.Address.Origin}{ProxyPaths.Start}?{ProxyPaths.Wanted}={Uri.EscapeDataString(
            asked.Method is "GET" or "HEAD" ? asked.Address.Target : "/")}";
        if (isForPage) (response.Headers[SignIn], response.Headers.Location) = (start, start);
        if (isForPage && asked.IsPassedOn) return Say(response, StatusCodes.Status302Found, "");

        // RFC 9110 §11.6.1: a refusal says how to come in.
        response.Headers.WWWAuthenticate = "Countersign";
        return request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? Say(
                response, StatusCodes.Status401Unauthorized, Page(Texts.In(cultures.Choose(null, null, request), now), start), "text/html")
            : Say(response, StatusCodes.Status401Unauthorized,
                JsonSerializer.Serialize(new { error = "sign_in_required", sign_in = start }), "application/json");
    }

    /// <summary>Says something short.</summary>
    public static Task Say(HttpResponse response, int status, string text, string kind = "text/plain")
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, $"{kind}; charset=utf-8", bytes.Length);
        return response.Body.WriteAsync(bytes, response.HttpContext.RequestAborted).AsTask();
    }

    /// <summary>
    /// A text as a header carries it: what is not printable ASCII, and the percent sign, stand there as the bytes of UTF-8, each %XX.
    /// </summary>
    public static string InHeader(string? text) =>
        text is null ? "" : text.AsSpan().IndexOfAnyExcept(Plain) < 0 ? text : string.Concat(Encoding.UTF8.GetBytes(text).Select(
            each => IsPlain((char)each) ? ((char)each).ToString() : string.Create(CultureInfo.InvariantCulture, $"%{each:X2}")));

    private static bool IsPlain(char letter) => Plain.Contains(letter);

    // Shown at a host that has none of our styles. What was sent is sent once more by loading this page again.
    private static string Page(Texts texts, string start) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <!doctype html>
        <html lang="{texts.Language.Code()}">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Html(texts.Applications.SentTitle)}</title>
        <h1>{Html(texts.Applications.SentTitle)}</h1>
        <p>{Html(texts.Applications.SentLead)}</p>
        <p><a href="{Html(start)}" target="_blank" rel="noopener">{Html(texts.Applications.SentLink)}</a></p>

        """);

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
