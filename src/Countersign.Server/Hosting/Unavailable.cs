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
    public static IApplicationBuilder UseUnavailable(this IApplicationBuilder app)
    {
        var told = new FileFaults(app.ApplicationServices.GetService<TimeProvider>() ?? TimeProvider.System);
        return app.Use((context, next) => Answer(context, next, told));
    }

    private static async Task Answer(HttpContext context, RequestDelegate next, FileFaults told)
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
            if (!IsDailyBread(unexpected)) Tell(context, unexpected, told);
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
            await context.Refuse(StatusCodes.Status503ServiceUnavailable, VastErrorCode.ServiceUnavailable, Sentence);
        }
    }

    // A file that is closed to us is met by every request, and what it is about stands in one sentence.
    private static void Tell(HttpContext context, Exception unexpected, FileFaults told)
    {
        var log = LogOf(context);
        if (FileFaults.SentenceOf(unexpected) is not { } sentence) Log.Unexpected(log, context.Source().Route, unexpected);
        else if (told.Met(sentence) is { } failures) Log.Closed(log, sentence, failures);
    }

    // What ails the database is told once for all requests (StoreWatch).
    private static bool IsDailyBread(Exception thrown) =>
        thrown is HashTurnstileBusyException or OvertakenException or OperationCanceledException or StoreUnavailableException;

    private static ILogger LogOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Unavailable));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Route} could not be answered")]
        public static partial void Unexpected(ILogger log, string route, Exception unexpected);

        [LoggerMessage(2, LogLevel.Error, "{Reason} ({Failures} requests failed; this is told once a minute while it lasts)")]
        public static partial void Closed(ILogger log, string reason, long failures);
    }
}
