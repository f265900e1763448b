
namespace Countersign.Server.Pages;

/// <summary>Who may see a page. Every page names one; the route matrix in the tests walks them all.</summary>
public enum PageAccess
{
    /// <summary>Anybody, signed in or not.</summary>
    Anybody,

    /// <summary>Somebody who is not signed in; others are led to their account.</summary>
    Visitor,

    /// <summary>Somebody whose sign-in waits for its second factor.</summary>
    Pending,

    /// <summary>A signed-in person who may not have 2FA yet, even where it is required.</summary>
    Newcomer,

    /// <summary>A signed-in person.</summary>
    Person,

    /// <summary>
    /// A signed-in admin whose account has 2FA, proven lately: whoever decides about other people's factors has one, and is there.
    /// </summary>
    Admin,
}

/// <summary>Marks a page's route.</summary>
public sealed record PageAccessNeeded(PageAccess Access);
