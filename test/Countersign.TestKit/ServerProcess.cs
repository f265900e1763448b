using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Countersign.TestKit;

/// <summary>The built server as a process of its own, to be killed, or to be a second node.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> log;

    private ServerProcess(Process process, ConcurrentQueue<string> log, string url)
    {
        (this.process, this.log) = (process, log);
        Http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new(url) };
    }

    /// <summary>To its address.</summary>
    public HttpClient Http { get; }

    /// <summary>What it wrote to its standard output so far, line by line: its log, as it is kept.</summary>
    public IReadOnlyList<string> Log => [.. log];

    /// <summary>Its number, by which the system knows it.</summary>
    public int Id => process.Id;

    /// <summary>A client that presents this key.</summary>
    public VastCaller With(string key) => new(Http, key);

    /// <summary>Ends it as a power cut would: nothing of it runs any more.</summary>
    public Task Kill()
    {
        process.Kill();
        return process.WaitForExitAsync();
    }

    /// <summary>Tells it to stop, as a supervisor does, and waits until it has.</summary>
    public async Task Stop()
    {
        using var signal = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync();
        await process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!process.HasExited) await Kill();
        process.Dispose();
    }

    /// <summary>Starts one and waits until it listens.</summary>
    internal static async Task<ServerProcess> Start(string url, Dictionary<string, string> variables, string workingFolder)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "countersign-server.dll"), "serve", "--urls", url },
            RedirectStandardOutput = true,
            WorkingDirectory = workingFolder,
        };
        // What stands in the environment of the tests is no setting of this server.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("COUNTERSIGN_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables) start.Environment[name] = value;

        var process = Process.Start(start)!;
        try
        {
            var log = new ConcurrentQueue<string>();
            await Listening(process, log);
            return new(process, log, url);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    // The log is read to the end, so that a full pipe never stops the server.
    private static Task Listening(Process process, ConcurrentQueue<string> log)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null) log.Enqueue(line.Data);
            if (line.Data is null) listening.TrySetException(new InvalidOperationException("The server ended before it listened."));
            else if (line.Data.Contains("Now listening on", StringComparison.Ordinal)) listening.TrySetResult();
        };
        process.BeginOutputReadLine();
        return listening.Task;
    }
}
