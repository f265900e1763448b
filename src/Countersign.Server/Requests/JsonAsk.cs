using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Countersign.Server.Requests;

/// <summary>The JSON body of a request to an interface, or a fault that <see cref="BodyFaults"/> answers before the handler runs.</summary>
public sealed class JsonAsk<T> : IJsonAsk, IEndpointParameterMetadataProvider
    where T : class
{
    private JsonAsk(T? body) => (Body, IsFaulty) = (body!, body is null);

    /// <summary>The body; never null inside a handler.</summary>
    public T Body { get; }

    /// <inheritdoc/>
    public bool IsFaulty { get; }

#pragma warning disable CA1000 // The framework finds the way to bind a parameter by this static member of its type.
    /// <summary>Reads the body.</summary>
    public static async ValueTask<JsonAsk<T>> BindAsync(HttpContext context) => new(await JsonBody.Read<T>(context));

    /// <summary>Tells the description of the interface which body the route reads; what a request calls its body decides nothing.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new AskedBody(typeof(T)));
#pragma warning restore CA1000
}

/// <summary>The body that a route reads.</summary>
public sealed record AskedBody(Type Type);

/// <summary>A body that may not have been readable.</summary>
public interface IJsonAsk
{
    /// <summary>Whether it was no JSON of the right form.</summary>
    bool IsFaulty { get; }
}

/// <summary>Answers unreadable bodies.</summary>
/// <param name="say">Puts the sentence into the words of a door.</param>
public sealed class BodyFaults(Func<string, IResult> say) : IEndpointFilter
{
    private const string Sentence =
        "The body must be one JSON object with fields of the documented types, each at most once; texts hold characters only.";

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        for (var i = 0; i < context.Arguments.Count; i++)
            if (context.Arguments[i] is IJsonAsk { IsFaulty: true }) return new(say(Sentence));

        return next(context);
    }
}
