using Countersign.Server.Requests;
using Countersign.Wire;
using Microsoft.Net.Http.Headers;

namespace Countersign.Server.VssApi;

/// <summary>An error as this interface writes it; 429 also says after how many seconds to come again, 401 how to sign in.</summary>
public sealed class VssErrorResult(VssErrorCode code, string what, DateTimeOffset? retryAt = null) : IResult
{
    private const string HowToSignIn = "Basic realm=\"Countersign\", charset=\"UTF-8\"";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = code.Status();
        if (code is VssErrorCode.TooManyRequests) httpContext.SetRetryAfter(retryAt);
        if (code is VssErrorCode.Unauthorized) response.Headers[HeaderNames.WWWAuthenticate] = HowToSignIn;
        return response.WriteWire(code.Say(what));
    }
}
