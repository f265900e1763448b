using Countersign.Client;
using Countersign.TestKit;
using Countersign.Wire;
using Xunit;

namespace Countersign.Cli.Tests;

/// <summary>Others build on the client and its messages: what they see changes only where somebody has read the change.</summary>
public sealed class PublicSurfaceTests
{
    [Fact]
    public void Who_builds_on_the_client_sees_what_the_file_says_and_nothing_else() => Approved.Check(
        Path.Combine(Repository.Root, "src", "Countersign.Client", "PublicSurface.txt"),
        PublicSurface.Of(typeof(CountersignClient).Assembly) + "\n" + PublicSurface.Of(typeof(WireMessage).Assembly));
}
