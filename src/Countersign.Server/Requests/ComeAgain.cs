using System.Globalization;
using Countersign.Server.Storage;

namespace Countersign.Server.Requests;

/// <summary>When a caller may come again, as HTTP says it.</summary>
public static class ComeAgain
{
    /// <summary>Says it in seconds, one at least, by the clock that decided it: that of the database.</summary>
    public static void SetRetryAfter(this HttpContext context, DateTimeOffset? at)
    {
        var now = context.RequestServices.GetRequiredService<Ground>().Now();
        var wait = at is { } then ? (long)Math.Ceiling((then - now).TotalSeconds) : 1;
        context.Response.Headers.RetryAfter = Math.Max(1, wait).ToString(CultureInfo.InvariantCulture);
    }
}
