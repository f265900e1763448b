using System.Globalization;
using System.Runtime.InteropServices;

namespace Countersign.Server.Hosting;

/// <summary>
/// The terminal that a server was started at is gone: it ends as it does when it is told to, with its drain and what is under way. One that
/// was started to outlive its terminal (<c>nohup</c>) goes on.
/// </summary>
internal sealed class Hangup(IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private const string Ignored = "SigIgn:";

    private PosixSignalRegistration? watch;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows() && !IsIgnored()) watch = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => watch?.Dispose();

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        lifetime.StopApplication();
    }

    // proc_pid_status(5): a mask in hexadecimal digits, whose lowest bit is signal 1, which this is.
    private static bool IsIgnored()
    {
        const string about = "/proc/self/status";
        return File.Exists(about)
            && File.ReadLines(about).FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal)) is { } line
            && ulong.TryParse(line[Ignored.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask)
            && (mask & 1) != 0;
    }
}
