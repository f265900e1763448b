using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Countersign.TestKit;

/// <summary>
/// A real proxy of Debian's before an application, with the lines of docs/forward-auth.md: other ports, and no TLS.
/// </summary>
public sealed partial class RealProxy : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-proxy-");
    private readonly Process process;

    private RealProxy(string kind, int port, string countersign, string application)
    {
        Origin = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");
        var config = Path.Combine(folder.FullName, "proxy.conf");
        File.WriteAllText(config, Frame(kind, LinesOf(kind)
            .Replace("127.0.0.1:8080", countersign, StringComparison.Ordinal)
            .Replace("127.0.0.1:3000", application, StringComparison.Ordinal), port));
        process = Process.Start(new ProcessStartInfo(Find(kind)!, WordsOf(kind, config))
        {
            WorkingDirectory = folder.FullName,
            Environment = { ["XDG_DATA_HOME"] = folder.FullName, ["XDG_CONFIG_HOME"] = folder.FullName, ["HOME"] = folder.FullName },
        })!;
    }

    /// <summary>Where people open the application.</summary>
    public string Origin { get; }

    /// <summary>Those whose lines the manual has.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["nginx", "caddy", "haproxy"];

    /// <summary>Whether there is one here; <c>./run test</c> fetches it.</summary>
    public static bool IsHere(string kind) => Find(kind) is not null;

    /// <summary>Starts one, and waits until it listens.</summary>
    /// <param name="countersign">Host and port of the server.</param>
    /// <param name="application">Host and port of the application.</param>
    public static async Task<RealProxy> Start(string kind, int port, string countersign, string application)
    {
        var proxy = new RealProxy(kind, port, countersign, application);
        while (!await Listens(port))
        {
            if (proxy.process.HasExited) throw new InvalidOperationException($"{kind} did not start.");
            await Task.Delay(50);
        }

        return proxy;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private static string? Find(string kind) =>
        ((string[])[.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/usr/bin"])
        .Select(place => Path.Combine(place, kind)).FirstOrDefault(File.Exists);

    private static string LinesOf(string kind)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "forward-auth.md"));
        return Blocks().Matches(page).Single(block => block.Groups["kind"].Value == kind).Groups["lines"].Value;
    }

    private string Frame(string kind, string lines, int port)
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        return kind switch
        {
            "nginx" => $$"""
                daemon off;
                master_process off;
                pid {{folder.FullName}}/pid;
                error_log stderr warn;
                events { }
                http {
                    access_log off;
                    client_body_temp_path {{folder.FullName}};
                    proxy_temp_path {{folder.FullName}};
                    fastcgi_temp_path {{folder.FullName}};
                    uwsgi_temp_path {{folder.FullName}};
                    scgi_temp_path {{folder.FullName}};
                {{Changed(Changed(lines, "listen 443 ssl;", $"listen {at};"), "server_name intra.example.org;", "server_name localhost;")}}
                }
                """,
            "caddy" => $$"""
                {
                	admin off
                	auto_https off
                }
                {{Changed(lines, "intra.example.org {", $"http://localhost:{at.Split(':')[1]} {{\n\tbind 127.0.0.1")}}
                """,
            "haproxy" => Changed(
                Changed(lines, "bind :443 ssl crt /etc/haproxy/intra.pem", $"bind {at}"), "/usr/share/countersign-server",
                Path.Combine(Repository.Root, "deploy")),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private static string Changed(string lines, string old, string fresh)
    {
        if (!lines.Contains(old, StringComparison.Ordinal)) throw new InvalidOperationException($"The manual has no line with {old}.");
        return lines.Replace(old, fresh, StringComparison.Ordinal);
    }

    private static string[] WordsOf(string kind, string config) => kind switch
    {
        "nginx" => ["-c", config, "-e", "stderr"],
        "caddy" => ["run", "--adapter", "caddyfile", "--config", config],
        _ => ["-f", config],
    };

    private static async Task<bool> Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex("```(?<kind>nginx|caddy|haproxy)\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
