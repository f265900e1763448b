using System.Globalization;
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
        if (code.Status() is TooManyRequests) response.Headers.RetryAfter = Seconds(httpContext);

        return answer is CountedErrorAnswer counted
            ? response.WriteAsJsonAsync(counted, WireJson.For<CountedErrorAnswer>())
            : response.WriteAsJsonAsync(answer, WireJson.For<ErrorAnswer>());
    }

    private string Seconds(HttpContext context)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var wait = retryAt is { } at ? (long)Math.Ceiling((at - now).TotalSeconds) : 1;
        return Math.Max(1, wait).ToString(CultureInfo.InvariantCulture);
    }
}
