using Countersign.Server.Requests;
using Microsoft.Net.Http.Headers;

namespace Countersign.Server.Hosting;

/// <summary>
/// The headers every answer carries (OWASP secure headers, ASVS 5.0 §3.4). What a page may load is decided by whether it
/// asked for a nonce: an answer that did not is data, and loads nothing.
/// </summary>
public static class SecurityHeaders
{
    private const string ForData = "default-src 'none'; frame-ancestors 'none'";

    private static readonly (string Name, string Value)[] OnEveryAnswer =
    [
        (HeaderNames.XContentTypeOptions, "nosniff"),
        (HeaderNames.XFrameOptions, "DENY"),
        // Our origin and never a path. Without the origin, browsers from before fetch metadata would send every form as from nowhere.
        ("Referrer-Policy", "strict-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), otp-credentials=(self)"),
    ];

    /// <summary>Puts the headers on all answers, refusals and crashes included. Stands first in the line.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state => Write((HttpContext)state), context);
        return next(context);
    });

    private static Task Write(HttpContext context)
    {
        // What a proxy is told is shown to nobody.
        if (context.IsElsewhere() && context.Response.StatusCode is StatusCodes.Status200OK) return Task.CompletedTask;

        var headers = context.Response.Headers;
        foreach (var (name, value) in OnEveryAnswer) headers[name] = value;

        headers.ContentSecurityPolicy = context.FindPageNonce() is { } nonce ? ForPage(nonce, context.FindFormTarget()) : ForData;

        // A file whose address changes with its content says itself how long it keeps.
        if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";

        // RFC 6797 §7.2: not over plain http. And not of somebody else's host and all that is below it.
        if (context.Request.IsHttps && !context.IsElsewhere()) headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
        return Task.CompletedTask;
    }

    private static string ForPage(string nonce, string? formTarget) =>
        $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
        $"form-action 'self'{(formTarget is { } target ? $" {target}" : "")}; base-uri 'none'; object-src 'none'; frame-ancestors " +
            $"'none'";
}
