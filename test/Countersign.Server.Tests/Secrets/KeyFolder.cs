using Countersign.Server.Secrets;

namespace Countersign.Server.Tests.Secrets;

/// <summary>A throw-away folder with a key file, and cheap slow hashes.</summary>
internal sealed class KeyFolder : IDisposable
{
    public static readonly DateTimeOffset Morning = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    public static readonly HashCost Cheap = new(MemoryKiB: 8, Passes: 1);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-keys-");

    public string Path => System.IO.Path.Combine(folder.FullName, "countersign.keys");

    public string[] Files => [.. folder.GetFiles().Select(f => f.Name).Order(StringComparer.Ordinal)];

    public KeyRing Open() => KeyRing.OpenOrCreate(Path, Morning);

    /// <summary>Somebody who wants something hashed.</summary>
    public static HashClaim Claim { get; } = new(HashLane.Others, "1", "192.0.2.1");

    public static HashTurnstile WideTurnstile() => new(parallel: 2, queue: 100, wait: TimeSpan.FromMinutes(5));

    public void Dispose() => folder.Delete(recursive: true);
}
