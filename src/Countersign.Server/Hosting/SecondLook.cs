using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>
/// A key that dies between the gate and the change: the request changed nothing, and the gates are asked about it once more. They answer as
/// if it had come after that. Whoever may still pass (another request turned 2FA on, say) is told to try again.
/// </summary>
internal static class SecondLook
{
    /// <summary>Puts the gates into the line.</summary>
    public static IApplicationBuilder UseSecondLook(this IApplicationBuilder app, Action<IApplicationBuilder> gates)
    {
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (CallerChangedException) when (!context.Response.HasStarted)
            {
                context.Response.Clear();
                context.Features.Set(new Begun());
                await next(context);
            }
        });
        gates(app);

        // What the request says was read already, and cannot be read again.
        return app.Use((context, next) => context.Features.Get<Begun>() is null ? next(context) : throw new OvertakenException());
    }

    private sealed record Begun;
}
