using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VssApi;

/// <summary>Every exchange as it goes over the wire, compared with <c>VssApi/Approved</c>.</summary>
public sealed class VssWireTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "test", "Countersign.Server.Tests", "VssApi", "Approved");

    public static TheoryData<string> Names => [.. VssWireCases.All.Select(exchange => exchange.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Is_as_approved(string name)
    {
        var exchange = VssWireCases.All.Single(exchange => exchange.Name == name);
        await using var server = await VssSteps.Start(exchange.Settings);
        using var world = new VssWireWorld(server);

        await exchange.Play(world);

        Approved.Check(Path.Combine(Folder, $"{name}.http"), world.Recorded);
    }

    [Fact]
    public void Every_approved_file_has_its_exchange()
    {
        var files = Directory.GetFiles(Folder, "*.http", SearchOption.AllDirectories).Select(
            file => Path.ChangeExtension(Path.GetRelativePath(Folder, file), null));

        Assert.Equal(VssWireCases.All.Select(exchange => exchange.Name).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }
}
