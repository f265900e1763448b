using Countersign.Server.Tests.Races;
using Countersign.TestKit;

namespace Countersign.Server.Tests.Faults;

/// <summary>The nodes of a scenario: processes of their own, one on a SQLite file, two on a PostgreSQL.</summary>
internal sealed class World : IAsyncDisposable
{
    private World(IReadOnlyList<ServerProcess> nodes) => Nodes = nodes;

    /// <summary>Room for everybody: what is looked for here is no limit.</summary>
    public static (string Name, string Value)[] Unlimited { get; } =
        [.. Crowd.WithRoom, ("FAILURES_SHORT", "1000/24h"), ("FAILURES_LONG", "1000/30d"), ("NOTICE_WINDOW", "0s")];

    public IReadOnlyList<ServerProcess> Nodes { get; }

    public static async Task<World> Start(TestServer office)
    {
        var nodes = new List<ServerProcess>();
        for (var n = 0; n < (TestDatabases.ArePostgres ? 2 : 1); n++) nodes.Add(await office.StartProcess(Unlimited));
        return new(nodes);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes) await node.DisposeAsync();
    }
}
