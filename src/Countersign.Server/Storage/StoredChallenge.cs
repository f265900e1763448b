using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A live challenge with what is needed to check or repeat its code.</summary>
/// <param name="OpenedFrom">The network it was asked for from, where no credential has opened it.</param>
public sealed record StoredChallenge(
    Challenge Challenge, string? CodeKey, byte[]? CodeHash, byte[]? SealedCode, string? OpenedFrom = null)
{
    /// <summary>Who has opened it: a credential, or whoever is in a network.</summary>
    public string? Opener => Challenge.OpenedBy?.Word ?? OpenedFrom;

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>What had been lived through by then.</summary>
    public TimeSpan? Lived { get; init; }
}
