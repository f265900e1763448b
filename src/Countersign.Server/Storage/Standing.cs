namespace Countersign.Server.Storage;

/// <summary>What a credential is worth at this moment.</summary>
/// <param name="Live">1: it is good, and still what was presented; 0: it died.</param>
/// <param name="Methods">How many methods its account has.</param>
public sealed record Standing(long Live, long Methods);
