using Countersign.Server.Requests;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>An error as this interface writes it; 429 also says after how many seconds to come again.</summary>
public sealed class VastErrorResult(VastErrorCode code, ErrorAnswer answer, DateTimeOffset? retryAt) : IResult
{
    private const int TooManyRequests = 429;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = code.Status();
        if (code.Status() is TooManyRequests) httpContext.SetRetryAfter(retryAt);

        return answer is CountedErrorAnswer counted ? response.WriteWire(counted) : response.WriteWire(answer);
    }
}
