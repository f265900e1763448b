using Countersign.Server.Secrets;

namespace Countersign.Server.Hosting;

/// <summary>One key that a server says it holds.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Mark">A fingerprint, by which two servers see that they hold the same one.</param>
/// <param name="IsComing">Whether nothing is written under it there yet.</param>
public sealed record HeldKey(string Id, string Mark, bool IsComing);

/// <summary>
/// The keys that a server says it holds, oldest first. Servers fit together where each can read what the other writes; a key that is on its
/// way to all of them may be missing still.
/// </summary>
public sealed record HeldKeys(IReadOnlyList<HeldKey> All)
{
    private const string Coming = "coming";

    /// <summary>Those of this ring.</summary>
    public static HeldKeys Of(KeyRing keys)
    {
        var canary = new KeyCanary(keys);
        return new([.. keys.Keys.Select(
            key => new HeldKey(key.Id, SharedSettings.Short(canary.Make(key.Id)), key.State is RootKeyState.Coming))]);
    }

    /// <summary>What they were written down as.</summary>
    public static HeldKeys Parse(string text) => new([.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(key => key.Split(':')).Where(part => part.Length > 1)
        .Select(part => new HeldKey(part[0], part[1], part[^1] == Coming))]);

    /// <summary>The one that everything new is written under: the youngest in use.</summary>
    public HeldKey? Active => All.LastOrDefault(key => !key.IsComing);

    /// <summary>As they are written down.</summary>
    public override string ToString() =>
        string.Join(' ', All.Select(key => key.IsComing ? $"{key.Id}:{key.Mark}:{Coming}" : $"{key.Id}:{key.Mark}"));

    /// <summary>Whether this very key is among them.</summary>
    public bool Holds(HeldKey wanted) => All.Any(key => (key.Id, key.Mark) == (wanted.Id, wanted.Mark));

    /// <summary>Whether each can read what the other writes.</summary>
    public bool Fits(HeldKeys other) => CanRead(other) && other.CanRead(this);

    private bool CanRead(HeldKeys other) => other.All.Where(key => !key.IsComing).All(Holds);
}
