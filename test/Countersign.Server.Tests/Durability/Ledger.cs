using System.Collections.Concurrent;

namespace Countersign.Server.Tests.Durability;

/// <summary>What the server has promised by a 200, as the clients wrote it down the moment they read it.</summary>
internal sealed class Ledger
{
    /// <summary>API keys that were replaced, each with the one that took its place.</summary>
    public ConcurrentDictionary<string, string> Replaced { get; } = new(StringComparer.Ordinal);

    /// <summary>Every key that was ever promised to be good, until it was replaced.</summary>
    public ConcurrentQueue<string> Sessions { get; } = new();

    /// <summary>Apps whose code was accepted, with the code.</summary>
    public ConcurrentDictionary<long, string> SpentApps { get; } = new();

    /// <summary>Backup codes that let somebody in.</summary>
    public ConcurrentDictionary<string, string> SpentBackupCodes { get; } = new(StringComparer.Ordinal);

    /// <summary>Wrong codes that were told to be wrong, per app.</summary>
    public ConcurrentDictionary<long, int> WrongTold { get; } = new();

    /// <summary>Promises so far.</summary>
    public int Count => Replaced.Count + Sessions.Count + SpentApps.Count + WrongTold.Values.Sum();
}
