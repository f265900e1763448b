using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Radius;

/// <summary>A server that listens for RADIUS, and an application that asks it from this machine.</summary>
internal sealed class RadiusWorld : IAsyncDisposable
{
    private RadiusWorld(TestServer server, int port, string secret) => (Server, Port, Secret) = (server, port, secret);

    public TestServer Server { get; }

    public int Port { get; }

    /// <summary>What the application <c>vpn</c> shares with us.</summary>
    public string Secret { get; }

    /// <summary>The application <c>vpn</c>.</summary>
    public RadiusCaller Vpn => new(Port, Secret);

    public static Task<RadiusWorld> Start(params (string Name, string Value)[] settings) => Start(AppLevel.SecondFactor, settings);

    public static async Task<RadiusWorld> Start(AppLevel level, params (string Name, string Value)[] settings)
    {
        var port = FreePort.NextForDatagrams();
        var server = await TestServer.Start([("RADIUS", $"127.0.0.1:{port}"), .. settings]);
        return new(server, port, await Add(server, "vpn", level, "127.0.0.0/8", "::1"));
    }

    /// <summary>Adds another application; its secret.</summary>
    public static async Task<string> Add(TestServer server, string name, AppLevel level, params string[] from)
    {
        var draft = new AppDraft(name, AppKind.Radius) { ReturnAddresses = from, Level = level, HasPasskeys = true };
        var add = server.Services.GetRequiredService<AddApp>();
        var added = await add.Run("olga", draft.Read().App!, TestContext.Current.CancellationToken);
        return added!.Secret!.Reveal();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
