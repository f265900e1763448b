using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VastApi;

/// <summary>Every exchange as it goes over the wire, compared with <c>VastApi/Approved</c>.</summary>
public abstract class WireTests
{
    internal static string Folder { get; } = Path.Combine(Repository.Root, "test", "Countersign.Server.Tests", "VastApi", "Approved");

    internal static IReadOnlyList<WireCase> All { get; } =
        [.. WireCasesOfSignIn.All, .. WireCasesOfSending.All, .. WireCasesOfMethods.All, .. WireCasesOfAccounts.All];

    internal static string FileOf(string name) => Path.Combine(Folder, $"{name}.http");

    protected static async Task Check(string name)
    {
        var exchange = All.Single(exchange => exchange.Name == name);
        await using var server = await TestServer.Start(exchange.Settings);
        using var world = new WireWorld(server);

        await exchange.Play(world);

        Approved.Check(FileOf(name), world.Recorded);
    }

    private protected static TheoryData<string> NamesOf(IReadOnlyList<WireCase> cases) => [.. cases.Select(exchange => exchange.Name)];
}

public sealed class SignInWireTests : WireTests
{
    public static TheoryData<string> Names => NamesOf(WireCasesOfSignIn.All);

    [Theory, MemberData(nameof(Names))]
    public Task Is_as_approved(string name) => Check(name);
}

public sealed class SendingWireTests : WireTests
{
    public static TheoryData<string> Names => NamesOf(WireCasesOfSending.All);

    [Theory, MemberData(nameof(Names))]
    public Task Is_as_approved(string name) => Check(name);
}

public sealed class MethodWireTests : WireTests
{
    public static TheoryData<string> Names => NamesOf(WireCasesOfMethods.All);

    [Theory, MemberData(nameof(Names))]
    public Task Is_as_approved(string name) => Check(name);
}

public sealed class AccountWireTests : WireTests
{
    public static TheoryData<string> Names => NamesOf(WireCasesOfAccounts.All);

    [Theory, MemberData(nameof(Names))]
    public Task Is_as_approved(string name) => Check(name);
}
