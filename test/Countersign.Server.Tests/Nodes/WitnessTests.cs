using Countersign.Server.Composition;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>A node that has seen nothing yet trusts those that are alive; where there are none, it may be a backup that is there.</summary>
public sealed class WitnessTests
{
    [Fact]
    public async Task A_node_without_a_witness_joins_others_and_begins_nothing_alone()
    {
        TwoNodes.SkipOnFile();
        await using var server = await TestServer.Start();
        (string, string) own = ("WITNESS_FILE", Path.Combine(server.Folder, "another.witness"));
        await using (await server.StartBeside(own: own)) Assert.True(File.Exists(own.Item2));

        File.Delete(own.Item2);
        await server.Restart(async () =>
        {
            var refused = await Assert.ThrowsAsync<StartRefusedException>(() => server.StartBeside(own: own));
            Assert.Contains("after-restore", refused.Message, StringComparison.Ordinal);
        });
        await using (await server.StartBeside(own: own)) Assert.True(File.Exists(own.Item2));
    }
}
