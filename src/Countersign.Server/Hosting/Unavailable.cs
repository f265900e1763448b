using System.Globalization;
using Countersign.Server.Requests;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Wire;

namespace Countersign.Server.Hosting;

/// <summary>
/// What could not be decided is refused with 503 and may be tried again; it is never let through. What nobody expected is
/// refused likewise, and logged.
/// </summary>
public static partial class Unavailable
{
    private const string Sentence = "The service cannot answer right now; nothing was changed. Try again in a moment.";

    /// <summary>Turns exceptions into answers.</summary>
    public static IApplicationBuilder UseUnavailable(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (Exception unexpected) when (unexpected is not BadHttpRequestException)
        {
            if (!IsDailyBread(unexpected)) Log.Unexpected(LogOf(context), context.Source().Route, unexpected);
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
            await context.Refuse(StatusCodes.Status503ServiceUnavailable, VastErrorCode.ServiceUnavailable, Sentence);
        }
    });

    // What ails the database is told once for all requests (StoreWatch).
    private static bool IsDailyBread(Exception thrown) =>
        thrown is HashTurnstileBusyException or OvertakenException or OperationCanceledException or StoreUnavailableException;

    private static ILogger LogOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Unavailable));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Route} could not be answered")]
        public static partial void Unexpected(ILogger log, string route, Exception unexpected);
    }
}
