using System.Text.Json.Nodes;

namespace Countersign.Server.Storage;

/// <summary>
/// Who told a person's address, beside the address: whoever reads an entry knows whether the server saw the address itself, and by which
/// application's key it was told otherwise; and which application asked for a person whom it has before it.
/// </summary>
internal static class AuditTeller
{
    /// <summary>The number of the key.</summary>
    public const string Key = "told_by_key";

    /// <summary>Where the application called from itself.</summary>
    public const string Peer = "told_from";

    /// <summary>The application that asked.</summary>
    public const string App = "app";

    /// <summary>Where that says that the person calls from.</summary>
    public const string Station = "station";

    /// <summary>The arguments of an entry, with who told its address.</summary>
    public static string Into(AuditEntry entry)
    {
        if (entry.Source is { ToldBy: null, Asking: null }) return entry.Args;

        var args = JsonNode.Parse(entry.Args)!.AsObject();
        if (entry.Source.ToldBy is { } teller) (args[Key], args[Peer]) = (teller.Key.Value, teller.Peer);
        if (entry.Source.Asking is { } asking) args[App] = asking.Name;
        if (entry.Source.Asking is { Station.Length: > 0 } calling) args[Station] = calling.Station;
        if (entry.Source.Asking is { Peer: { } peer }) args[Peer] = peer;
        return args.ToJsonString();
    }
}
