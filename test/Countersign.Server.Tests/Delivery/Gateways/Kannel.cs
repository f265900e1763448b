using System.Collections.Concurrent;
using System.Diagnostics;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery.Gateways;

/// <summary>
/// A real Kannel on loopback (Debian's packages kannel and kannel-extras, found by the PATH that <c>./run</c> makes): its two programs, and
/// the simulated centre of a carrier that it hands messages to.
/// </summary>
internal sealed class Kannel : IAsyncDisposable
{
    public const string User = "tester";
    public const string Password = "s3cret";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-kannel-");
    private readonly List<Process> programs = [];
    private readonly ConcurrentQueue<string> arrived = new();
    private readonly int centre = FreePort.Next();

    /// <summary>Where it takes messages.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>What the carrier's centre got, each as sender, receiver, kind and text.</summary>
    public IReadOnlyList<string> Arrived => [.. arrived];

    public static async Task<Kannel> Start()
    {
        var kannel = new Kannel();
        var (admin, box) = (FreePort.Next(), FreePort.Next());
        var config = Path.Combine(kannel.folder.FullName, "kannel.conf");
        await File.WriteAllTextAsync(config, $"""
            group = core
            admin-port = {admin}
            admin-password = {Password}
            admin-interface = 127.0.0.1
            smsbox-port = {box}
            smsbox-interface = 127.0.0.1
            dlr-storage = internal

            group = smsc
            smsc = fake
            smsc-id = fake
            port = {kannel.centre}
            connect-allow-ip = 127.0.0.1

            group = smsbox
            bearerbox-host = 127.0.0.1
            sendsms-port = {kannel.Port}
            sendsms-interface = 127.0.0.1

            group = sendsms-user
            username = {User}
            password = {Password}

            """);
        kannel.Run("bearerbox", config);
        await Listening(box);
        kannel.Run("smsbox", config);
        await Listening(kannel.Port);
        return kannel;
    }

    /// <summary>Starts the carrier's centre; until then Kannel can only queue.</summary>
    public void StartCentre() => Run("fakesmsc", "-r", $"{centre}", "-m", "1", "-i", "1", "1 2 text nothing");

    /// <summary>The next text that arrives with these words in it.</summary>
    public async Task<string> Next(string words, CancellationToken ct)
    {
        while (true)
        {
            if (arrived.FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal)) is { } line) return line;
            await Task.Delay(50, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in Enumerable.Reverse(programs))
        {
            if (!program.HasExited) program.Kill();
            await program.WaitForExitAsync();
            program.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private static async Task Listening(int port)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            try
            {
                using var probe = new System.Net.Sockets.TcpClient();
                await probe.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (System.Net.Sockets.SocketException)
            {
                await Task.Delay(50);
            }
        }

        Assert.Fail($"Kannel does not listen at {port}.");
    }

    private void Run(string name, params string[] arguments)
    {
        var how = new ProcessStartInfo(name, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        var program = Process.Start(how)!;
        program.OutputDataReceived += (_, line) => Keep(line.Data);
        program.ErrorDataReceived += (_, line) => Keep(line.Data);
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        programs.Add(program);
    }

    private void Keep(string? line)
    {
        if (line?.IndexOf("Got message", StringComparison.Ordinal) is >= 0 and var at) arrived.Enqueue(line[at..]);
    }
}
