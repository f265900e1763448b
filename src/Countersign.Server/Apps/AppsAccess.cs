namespace Countersign.Server.Apps;

/// <summary>Whom a route of this door is about. Every route names one.</summary>
public enum AppsAccess
{
    /// <summary>The application itself.</summary>
    Application,

    /// <summary>A person whom it keeps, and who is known here.</summary>
    Person,
}

/// <summary>A route's access, as metadata on its endpoint.</summary>
public sealed record AppsAccessNeeded(AppsAccess Access);
