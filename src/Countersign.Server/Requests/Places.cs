namespace Countersign.Server.Requests;

/// <summary>What is known of a request before it reaches a door: whom it comes through, and where its answer is shown.</summary>
public static class Places
{
    private static readonly Mark Trusted = new("trusted");
    private static readonly Shown Elsewhere = new("elsewhere");

    /// <summary>A configured proxy has made the request: what it says of where the browser is, is so.</summary>
    public static void MarkTrusted(this HttpContext context) => context.Features.Set(Trusted);

    /// <summary>Whether a configured proxy has made it.</summary>
    public static bool IsByTrustedProxy(this HttpContext context) => context.Features.Get<Mark>() is not null;

    /// <summary>The answer is shown at an address of somebody else, of which we say nothing that outlasts it.</summary>
    public static void MarkElsewhere(this HttpContext context) => context.Features.Set(Elsewhere);

    /// <summary>Whether the answer is shown at an address of somebody else.</summary>
    public static bool IsElsewhere(this HttpContext context) => context.Features.Get<Shown>() is not null;

    private sealed record Mark(string Name);

    private sealed record Shown(string Name);
}
