using System.Globalization;
using Countersign.Server.Requests;
using Countersign.Wire;

namespace Countersign.Server.Hosting;

/// <summary>
/// What a server that may not work beside the others answers: nothing but its health; and one that stops keeps no connection.
/// </summary>
public static class NodeGate
{
    private const string Sentence = "This server is not ready. Try again in a moment.";
    private const int Wait = 5;

    /// <summary>Stands before everything that decides.</summary>
    public static IApplicationBuilder UseNodeGate(this IApplicationBuilder app, NodeState state) => app.Use((context, next) =>
    {
        if (state.IsLeaving && HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";
        if (!state.IsShut || Health.IsAskedBy(context.Request)) return next(context);

        context.Response.OnStarting(() =>
        {
            context.Response.Headers.RetryAfter = Wait.ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        return context.Refuse(StatusCodes.Status503ServiceUnavailable, VastErrorCode.ServiceUnavailable, Sentence);
    });
}
