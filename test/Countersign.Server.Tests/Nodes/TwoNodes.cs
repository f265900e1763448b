using Countersign.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>Two servers over one PostgreSQL, each asked by its own address.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private TwoNodes(TestServer one, TestServer other) => (One, Other) = (one, other);

    public TestServer One { get; }

    public TestServer Other { get; }

    public TestPeople People => One.People;

    public FakeTimeProvider Clock => One.Clock;

    /// <summary>Starts both, or skips the test where there is no such database.</summary>
    public static async Task<TwoNodes> Start(params (string Name, string Value)[] settings)
    {
        SkipOnFile();
        var one = await TestServer.Start(settings);
        return new(one, await one.StartBeside());
    }

    public static void SkipOnFile() =>
        Assert.SkipUnless(TestDatabases.ArePostgres, "Several nodes share a PostgreSQL: tools/postgres runs a command beside one.");

    /// <summary>The node of the caller with this number.</summary>
    public TestServer Of(int n) => n % 2 == 0 ? One : Other;

    public async ValueTask DisposeAsync()
    {
        await Other.DisposeAsync();
        await One.DisposeAsync();
    }
}
