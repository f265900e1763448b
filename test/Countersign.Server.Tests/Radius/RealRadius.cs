using System.Collections.Concurrent;
using System.Diagnostics;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Radius;

/// <summary>
/// Debian's own programs of the protocol, unpacked by <c>./run</c> (freeradius-utils, freeradius, libpam-radius-auth, pamtester,
/// libpam-wrapper): a client, a server that passes questions on, and what lets people log in to a machine.
/// </summary>
internal sealed class RealRadius : IAsyncDisposable
{
    public const string Inner = "inner-secret-of-thirty-two-letters";

    private static readonly string Tools = Environment.GetEnvironmentVariable("RADIUS_UNDER_TEST")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache/countersign/radius");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-radius-");
    private readonly ConcurrentQueue<string> said = new();
    private Process? proxy;

    /// <summary>Where the proxy listens.</summary>
    public int Port { get; } = FreePort.NextForDatagrams();

    private static string Libraries => Directory.GetDirectories(Path.Combine(Tools, "usr/lib"), "*-linux-gnu*").Single();

    private static string PamModule =>
        Directory.GetFiles(Tools, "pam_radius_auth.so", SearchOption.AllDirectories).Single(File.Exists);

    /// <summary>Asks as radclient does, and tells what it prints.</summary>
    public static async Task<string> Ask(int port, string secret, params string[] attributes)
    {
        var how = With(
            "radclient", "-D", Path.Combine(Tools, "usr/share/freeradius"), "-x", "-r", "1", "-t", "10", $"127.0.0.1:{port}", "auto", secret);
        return await Run(how, $"Packet-Type = Access-Request, {string.Join(", ", attributes)}\n");
    }

    /// <summary>Asks whether the server is there.</summary>
    public static Task<string> Status(int port, string secret) => Run(
        With("radclient", "-D", Path.Combine(Tools, "usr/share/freeradius"), "-x", "-r", "1", "-t", "5", $"127.0.0.1:{port}", "status", secret),
        "Message-Authenticator = 0x00\n");

    /// <summary>
    /// A FreeRADIUS on loopback before a server of ours: it takes requests without a Message-Authenticator, as old clients write them, and
    /// passes them on with one.
    /// </summary>
    public async Task StartProxy(int to, string secret)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "freeradius-proxy.conf"))
            .Replace("/usr/lib/freeradius", Path.Combine(Tools, "usr/lib/freeradius"), StringComparison.Ordinal)
            .Replace("/run/freeradius", folder.FullName, StringComparison.Ordinal)
            .Replace("/var/log/freeradius", folder.FullName, StringComparison.Ordinal)
            .Replace("port = 18120", $"port = {Port}", StringComparison.Ordinal)
            .Replace("port = 1812\n", $"port = {to}\n", StringComparison.Ordinal)
            .Replace("SECRET-OF-APP-ADD", secret, StringComparison.Ordinal)
            .Replace("SECRET-OF-THIS-MACHINE", Inner, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "radiusd.conf"), text);
        var how = With(
            "../sbin/freeradius", "-f", "-x", "-l", "stdout", "-n", "radiusd", "-d", folder.FullName, "-D",
            Path.Combine(Tools, "usr/share/freeradius"));
        proxy = Process.Start(how)!;
        proxy.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        proxy.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        proxy.BeginOutputReadLine();
        proxy.BeginErrorReadLine();
        for (var tries = 0; !said.Any(line => line.Contains("Ready to process requests", StringComparison.Ordinal)); tries++)
        {
            Assert.False(proxy.HasExited || tries > 200, string.Join('\n', said));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Logs somebody in to this machine by pam_radius_auth, who answers what they are asked one after the other.</summary>
    public async Task<(int Exit, string Said)> LogIn(int port, string secret, string name, params string[] typed)
    {
        var (service, conf) = (Path.Combine(folder.FullName, "door"), Path.Combine(folder.FullName, "pam_radius.conf"));
        await File.WriteAllTextAsync(service, $"auth required {PamModule} conf={conf} client_id=door\n");
        await File.WriteAllTextAsync(conf, $"127.0.0.1:{port} {secret} 10\n");
        var how = With("pamtester", "door", name, "authenticate");
        how.Environment["LD_PRELOAD"] = Path.Combine(Libraries, "libpam_wrapper.so");
        how.Environment["PAM_WRAPPER"] = "1";
        how.Environment["PAM_WRAPPER_SERVICE_DIR"] = folder.FullName;
        using var program = Process.Start(how)!;
        foreach (var line in typed) await program.StandardInput.WriteLineAsync(line);
        program.StandardInput.Close();
        var heard = await Task.WhenAll(program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync();
        return (program.ExitCode, string.Concat(heard));
    }

    public async ValueTask DisposeAsync()
    {
        if (proxy is not null)
        {
            if (!proxy.HasExited) proxy.Kill();
            await proxy.WaitForExitAsync();
            proxy.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private static async Task<string> Run(ProcessStartInfo how, string input)
    {
        using var program = Process.Start(how)!;
        await program.StandardInput.WriteAsync(input);
        program.StandardInput.Close();
        var heard = await Task.WhenAll(program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync();
        return string.Concat(heard);
    }

    private static ProcessStartInfo With(string program, params string[] arguments)
    {
        var how = new ProcessStartInfo(Path.Combine(Tools, "usr/bin", program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        how.Environment["LD_LIBRARY_PATH"] = string.Join(':', Path.Combine(Tools, "usr/lib/freeradius"), Libraries, Libraries.Replace(
            "/usr/lib/", "/lib/", StringComparison.Ordinal));
        return how;
    }
}
