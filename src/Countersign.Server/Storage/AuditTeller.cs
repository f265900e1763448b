using System.Text.Json.Nodes;

namespace Countersign.Server.Storage;

/// <summary>
/// Who told a person's address, beside the address: whoever reads an entry knows whether the server saw the address itself, and by which
/// application's key it was told otherwise.
/// </summary>
internal static class AuditTeller
{
    /// <summary>The number of the key.</summary>
    public const string Key = "told_by_key";

    /// <summary>Where the application called from itself.</summary>
    public const string Peer = "told_from";

    /// <summary>The arguments of an entry, with who told its address.</summary>
    public static string Into(AuditEntry entry)
    {
        if (entry.Source.ToldBy is not { } teller) return entry.Args;

        var args = JsonNode.Parse(entry.Args)!.AsObject();
        (args[Key], args[Peer]) = (teller.Key.Value, teller.Peer);
        return args.ToJsonString();
    }
}
