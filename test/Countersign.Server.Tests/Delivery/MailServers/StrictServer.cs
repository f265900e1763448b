using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Xunit;

namespace Countersign.Server.Tests.Delivery.MailServers;

/// <summary>A real mail server on loopback, from Debian's packages, as <c>tools/mail-server</c> runs it.</summary>
internal sealed class StrictServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-mail-");
    private readonly ConcurrentQueue<string> said = new();
    private Process? program;

    public StrictServer()
    {
        // Its parts are users of their own.
        if (!OperatingSystem.IsWindows()) folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    }

    /// <summary>Where its files are.</summary>
    public string Folder => folder.FullName;

    /// <summary>What it has written.</summary>
    public IReadOnlyList<string> Log => [.. said];

    /// <summary>A file of its configuration.</summary>
    public string Write(string name, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
        return path;
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public async Task Run(string kind, params int[] ports)
    {
        var how = new ProcessStartInfo(Tool(), [kind, Folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        program = Process.Start(how)!;
        program.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        program.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        foreach (var port in ports) await Listening(port);
    }

    /// <summary>Ends it at once, with all that belongs to it.</summary>
    public async Task Kill()
    {
        if (program is null) return;
        if (!program.HasExited) program.Kill();
        await program.WaitForExitAsync();
        program.Dispose();
        program = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        folder.Delete(recursive: true);
    }

    private async Task Listening(int port)
    {
        for (var tries = 0; tries < 600 && !program!.HasExited; tries++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        Assert.Fail($"Nobody listens at {port}: {string.Join('\n', said)}");
    }

    private static string Tool([CallerFilePath] string here = "")
    {
        var at = new FileInfo(here).Directory;
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Countersign.slnx"))) at = at.Parent;
        return Path.Combine(at!.FullName, "tools", "mail-server");
    }
}
