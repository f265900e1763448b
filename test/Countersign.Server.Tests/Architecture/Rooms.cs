namespace Countersign.Server.Tests.Architecture;

/// <summary>
/// The rooms of the server, floor by floor from the ground up. A room knows the floors below its own: nothing beside it and
/// nothing above it. docs/architecture.md draws the same floors, and a test holds both together.
/// </summary>
internal static class Rooms
{
    /// <summary>What the root of the server is called here: its program and the table of its commands.</summary>
    public const string Root = "Program";

    /// <summary>The floors; those on one floor do not know each other.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Floors { get; } =
    [
        ["Secrets"],
        ["Vocabulary"],
        ["Settings"],
        ["Storage"],
        ["Delivery", "Hooks"],
        ["Verification"],
        ["SignIn"],
        ["Accounts", "Challenges", "Enrollment", "Recovery", "Operators"],
        ["Requests"],
        ["OpenId"],
        ["ApiDocs"],
        ["VastApi", "VssApi", "Apps", "Radius", "Reports", "Pages"],
        ["Hosting"],
        ["Composition"],
        ["Admin"],
        ["Development"],
        [Root],
    ];

    /// <summary>Whether a room may know another one.</summary>
    public static bool May(string room, string other) => room == other || FloorOf(other) < FloorOf(room);

    /// <summary>The number of a room's floor; the ground is 0.</summary>
    public static int FloorOf(string room)
    {
        for (var floor = 0; floor < Floors.Count; floor++)
            if (Floors[floor].Contains(room)) return floor;

        throw new ArgumentException($"There is no room '{room}' in the plan of the house.", nameof(room));
    }

    /// <summary>The room of a namespace; null when it is none of the server's.</summary>
    public static string? Of(string? spaceName)
    {
        const string server = "Countersign.Server";
        if (spaceName == server) return Root;

        return spaceName?.StartsWith($"{server}.", StringComparison.Ordinal) == true ? spaceName[(server.Length + 1)..].Split(
            '.')[0] : null;
    }
}
