using Countersign.Browser.Tests.Driving;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>A page in one of its states, and how somebody gets there.</summary>
/// <param name="Name">A short name, which is the picture's in the gallery.</param>
/// <param name="Route">The route where it can be opened, as the server's table of routes writes it.</param>
/// <param name="Bring">Brings a fresh visitor there.</param>
public sealed record Scene(string Name, string Route, Func<Visitor, Task> Bring)
{
    /// <summary>ServerSettings of the server in which this state exists.</summary>
    public (string Name, string Value)[] Settings { get; init; } = [];

    /// <summary>Whether the server is one for developers, with its inbox.</summary>
    public bool IsDevelopment { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
