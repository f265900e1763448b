using Countersign.Core;

namespace Countersign.Server.Operators;

/// <summary>The account that an operator means.</summary>
/// <param name="SeenVersion">Its credential version when the operator looked at it; null: whatever it is now.</param>
public sealed record Target(AccountId Id, long? SeenVersion = null);
