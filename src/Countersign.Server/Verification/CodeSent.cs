using Countersign.Server.Delivery;
using Countersign.Server.Secrets;

namespace Countersign.Server.Verification;

/// <summary>A code is on its way; the handle goes back to the client.</summary>
public sealed record CodeSent(Token Secret, CodeTarget Target)
{
    /// <summary>Whether nobody has taken it over yet.</summary>
    public bool Waits { get; init; }
}
