using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

/// <summary>What a supervisor such as systemd hears from the server as a process of its own.</summary>
public sealed class SupervisorTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-supervisor-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task It_is_told_ready_when_the_server_answers_and_stopping_when_it_goes()
    {
        var (url, ear) = ($"http://127.0.0.1:{FreePort.Next()}", Path.Combine(folder.FullName, "ear"));
        using var supervisor = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        supervisor.Bind(new UnixDomainSocketEndPoint(ear));
        using var server = Serve(url, ear);
        using var http = new HttpClient();

        Assert.Contains("READY=1", await Heard(supervisor), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri($"{url}/readyz"), Ct)).StatusCode);

        using (var signal = Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)])) await signal.WaitForExitAsync(Ct);
        Assert.Contains("STOPPING=1", await Heard(supervisor), StringComparison.Ordinal);
        await server.WaitForExitAsync(Ct);
        Assert.Equal(0, server.ExitCode);
    }

    private Process Serve(string url, string ear)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "countersign-server.dll"), "serve", "--urls", url },
            WorkingDirectory = folder.FullName,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("COUNTERSIGN_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["COUNTERSIGN_DATA"] = Path.Combine(folder.FullName, "data");
        start.Environment["NOTIFY_SOCKET"] = ear;
        return Process.Start(start)!;
    }

    private static async Task<string> Heard(Socket supervisor)
    {
        var heard = new byte[4096];
        return Encoding.UTF8.GetString(heard, 0, await supervisor.ReceiveAsync(heard, Ct));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
