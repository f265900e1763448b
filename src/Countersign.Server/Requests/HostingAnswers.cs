using Countersign.Wire;

namespace Countersign.Server.Requests;

/// <summary>Shows a refusal, whose status is set, to a person. A feature of the requests that people make.</summary>
internal delegate Task RefusalPage(HttpContext context);

/// <summary>The refusals that a request meets before it reaches a door, in the words of the wire.</summary>
internal static class HostingAnswers
{
    /// <summary>Writes a refusal, unless an answer has already begun.</summary>
    public static Task Refuse(this HttpContext context, int status, VastErrorCode code, string message)
    {
        if (context.Response.HasStarted) return Task.CompletedTask;

        context.Response.Clear();
        context.Response.StatusCode = status;
        if (context.Features.Get<RefusalPage>() is { } show) return show(context);

        // A request that took too long is cancelled already, and its answer must go out all the same, once.
        if (Interfaces.SpeaksVss(context.Request.Path))
        {
            return context.Response.WriteAsJsonAsync(
                VssErrorCodes.OfStatus(status).Say(message), WireJson.For<VssErrorAnswer>(), cancellationToken: CancellationToken.None);
        }

        if (Interfaces.SpeaksApps(context.Request.Path))
        {
            return context.Response.WriteAsJsonAsync(
                new AppsErrorAnswer(AppsErrorCodes.OfStatus(status).Word(), message), WireJson.For<AppsErrorAnswer>(),
                cancellationToken: CancellationToken.None);
        }

        return context.Response.WriteAsJsonAsync(
            new ErrorAnswer(code.Word(), message), WireJson.For<ErrorAnswer>(), cancellationToken: CancellationToken.None);
    }
}
