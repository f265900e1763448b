using Countersign.Server.Requests;
using Countersign.Wire;
using Microsoft.Net.Http.Headers;

namespace Countersign.Server.Apps;

/// <summary>An error as this interface writes it; 429 also says after how many seconds to come again, 401 how to say who calls.</summary>
public sealed class AppsErrorResult(AppsErrorCode code, string what, DateTimeOffset? retryAt = null) : IResult
{
    private const string HowToSay = "Basic realm=\"Countersign applications\", charset=\"UTF-8\"";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = code.Status();
        if (response.StatusCode is StatusCodes.Status429TooManyRequests) httpContext.SetRetryAfter(retryAt);
        if (code is AppsErrorCode.Unauthorized) response.Headers[HeaderNames.WWWAuthenticate] = HowToSay;
        return response.WriteWire(new AppsErrorAnswer(code.Word(), what) { RetryAt = retryAt });
    }
}
