namespace Countersign.Server.ApiDocs;

/// <summary>How a caller of an interface shows who they are.</summary>
public enum ShownBy
{
    /// <summary>An API key, or the key of a program's session.</summary>
    Key,

    /// <summary>The cookie of a browser's session.</summary>
    Cookie,

    /// <summary>User name and password (RFC 7617).</summary>
    Password,

    /// <summary>A token of <c>/auth/request-token</c> (RFC 6750).</summary>
    Token,

    /// <summary>The name and the secret of an application that keeps its own people (RFC 7617).</summary>
    Application,

    /// <summary>The secret of such an application alone (RFC 6750).</summary>
    ApplicationSecret,
}

/// <summary>Who may call an operation, as its description says it.</summary>
/// <param name="By">One of these is needed; none: anybody may call.</param>
/// <param name="OrNobody">Whoever shows nothing may call too.</param>
public sealed record ToldCallers(string Sentence, IReadOnlyList<ShownBy> By, bool OrNobody = false);

/// <summary>What the description of an interface says of one operation.</summary>
/// <param name="Summary">What it does, in one sentence.</param>
/// <param name="Answer">What the answer holds; null: nothing, or what the sentence says.</param>
public sealed record Told(string Summary, Type? Answer);

/// <summary>What describes the operations of one interface alike.</summary>
/// <param name="Tag">How they are called together.</param>
/// <param name="Refusal">What every refusal holds.</param>
public sealed record ToldInterface(string Tag, Type? Refusal);

/// <summary>Says what a route is for, where the route is made.</summary>
public static class ToldRoutes
{
    /// <summary>It does this, and answers with that.</summary>
    public static RouteHandlerBuilder Tells<TAnswer>(this RouteHandlerBuilder route, string summary) =>
        route.WithMetadata(new Told(summary, typeof(TAnswer)));

    /// <summary>It does this, and its status is the answer.</summary>
    public static RouteHandlerBuilder Tells(this RouteHandlerBuilder route, string summary) =>
        route.WithMetadata(new Told(summary, null));
}
