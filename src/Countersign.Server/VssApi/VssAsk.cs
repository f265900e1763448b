using Countersign.Server.Requests;
using Countersign.Wire;

namespace Countersign.Server.VssApi;

/// <summary>The body of a request, or a fault that <see cref="VssFaults"/> answers before the handler runs.</summary>
public sealed class VssAsk<T> : IVssAsk
    where T : class
{
    private VssAsk(T? body) => (Body, IsFaulty) = (body!, body is null);

    /// <summary>The body; never null inside a handler.</summary>
    public T Body { get; }

    /// <inheritdoc/>
    public bool IsFaulty { get; }

#pragma warning disable CA1000 // The framework finds the way to bind a parameter by this static member of its type.
    /// <summary>Reads the body.</summary>
    public static async ValueTask<VssAsk<T>> BindAsync(HttpContext context) => new(await JsonBody.Read<T>(context));
#pragma warning restore CA1000
}

/// <summary>A body that may not have been readable.</summary>
public interface IVssAsk
{
    /// <summary>Whether it was no JSON of the right form.</summary>
    bool IsFaulty { get; }
}

/// <summary>Answers unreadable bodies in the words of the interface.</summary>
public sealed class VssFaults : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<IVssAsk>().Any(ask => ask.IsFaulty)
            ? VssErrors.Say(VssErrorCode.BadRequest, "The body must be one JSON object with fields of the documented types, each at most once.")
            : await next(context);
}
