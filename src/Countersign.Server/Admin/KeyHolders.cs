using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>The servers that are alive, by the keys that each says it holds.</summary>
/// <param name="nodes">Those that are alive.</param>
public sealed class KeyHolders(IReadOnlyList<StoredNode> nodes)
{
    /// <summary>Those of now.</summary>
    public static async Task<KeyHolders> Of(Sql sql) => new(await Membership.Alive(sql));

    /// <summary>
    /// Whether nobody else has to be given the file: no server runs, or one does and it is on this machine.
    /// </summary>
    public bool AreHere => nodes.Count == 0 || (nodes is [{ } only] && only.Host == Environment.MachineName);

    /// <summary>A sentence for each server that does not hold this key of the ring.</summary>
    public IReadOnlyList<string> Lacking(KeyRing keys, string keyId)
    {
        var wanted = HeldKeys.Of(keys).All.Single(key => key.Id == keyId);
        return [.. nodes.Where(node => !KeysOf(node).Holds(wanted)).Select(node => KeysOf(node).All.Any(key => key.Id == keyId)
            ? $"Server {node.Place} holds another key under the name {keyId}."
            : $"Server {node.Place} does not hold key {keyId}.")];
    }

    /// <summary>A sentence for each server that writes under this key.</summary>
    public IReadOnlyList<string> WritingUnder(string keyId) =>
        [.. nodes.Where(node => KeysOf(node).Active?.Id == keyId).Select(node => $"Server {node.Place} still writes under key {keyId}.")];

    private static HeldKeys KeysOf(StoredNode node) => SharedSettings.Parse(node.Settings).Keys;
}
