using Countersign.Core;

namespace Countersign.Server.Delivery;

/// <summary>Which of an account's methods may be those of a stranger, who has set the first of them up with the password alone.</summary>
/// <param name="All">All of them: it was lately.</param>
/// <param name="After">Those that came after this; null: none of them, the mailbox has vouched.</param>
public sealed record Strangers(bool All, DateTimeOffset? After)
{
    /// <summary>None of them.</summary>
    public static Strangers None { get; } = new(false, null);

    /// <summary>Whether this one may be.</summary>
    public bool Hold(Method method) => All || method.CreatedAt > After;
}
