using System.Diagnostics;
using System.Globalization;
using Countersign.TestKit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>The real HAProxy with the configuration that we ship, before some servers.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private const string Program = "/usr/sbin/haproxy";

    private readonly Process process;
    private readonly DirectoryInfo folder;
    private readonly HttpClient watch;

    private Proxy(Process process, DirectoryInfo folder, int port, int watch)
    {
        (this.process, this.folder) = (process, folder);
        Url = $"http://127.0.0.1:{port}";
        this.watch = new() { BaseAddress = new($"http://127.0.0.1:{watch}") };
    }

    public static bool IsInstalled => File.Exists(Program);

    /// <summary>Where people come in.</summary>
    public string Url { get; }

    public static async Task<Proxy> Start(IReadOnlyList<string> urls)
    {
        var folder = Directory.CreateTempSubdirectory("countersign-proxy-");
        var (nodes, port, watch) = (Path.Combine(folder.FullName, "nodes.cfg"), FreePort.Next(), FreePort.Next());
        // A busy machine answers late, and that is not what is tested.
        await File.WriteAllLinesAsync(
            nodes, ["backend nodes", "  timeout check 30s", .. urls.Select((url, n) => $"  server node{n} {new Uri(url).Authority}")]);
        var start = new ProcessStartInfo(Program)
        {
            ArgumentList = { "-f", Path.Combine(Repository.Root, "deploy", "haproxy.cfg"), "-f", nodes },
            Environment =
            {
                ["COUNTERSIGN_PROXY_BIND"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"),
                ["COUNTERSIGN_PROXY_STATS"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{watch}"),
            },
        };
        return new(Process.Start(start)!, folder, port, watch);
    }

    /// <summary>Waits until the proxy sends people to so many servers.</summary>
    public async Task Until(int up, CancellationToken ct)
    {
        while (await Up(ct) != up) await Task.Delay(100, ct);
    }

    public async ValueTask DisposeAsync()
    {
        watch.Dispose();
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    // A line for each server: its name in the second column, how it is in the eighteenth.
    private async Task<int> Up(CancellationToken ct)
    {
        try
        {
            var table = await watch.GetStringAsync(new Uri("/;csv", UriKind.Relative), ct);
            return table.Split('\n').Select(line => line.Split(',')).Count(
                row => row.Length > 17 && row[0] == "nodes" && row[1].StartsWith("node", StringComparison.Ordinal) && row[17] == "UP");
        }
        catch (HttpRequestException) when (!process.HasExited)
        {
            return 0;
        }
    }
}
