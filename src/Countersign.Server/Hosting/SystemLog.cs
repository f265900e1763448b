using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Server.Hosting;

/// <summary>
/// The log of the machine, for what is done in a shell: nobody keeps what that prints. The lines are those of the server's log, under the
/// facility of sign-ins and rights (<c>authpriv</c>), where <c>sudo</c> has its own. Where there is no such log, nothing is said: what was
/// done is in the audit log all the same.
/// </summary>
public sealed class SystemLog(string path, TimeProvider clock) : ILoggerProvider
{
    /// <summary>Where a machine takes lines for its log (syslog(3)).</summary>
    public const string UsualPath = "/dev/log";

    // RFC 5424 §6.2.1: facility 10, and notice or warning.
    private const int Facility = 10 * 8;
    private const int Warning = 4;
    private const int Notice = 5;

    private readonly JsonLogLines lines = new(clock);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Teller(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Send(LogLevel level, string line)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            socket.Send(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"<{Facility + (level >= LogLevel.Warning ? Warning : Notice)}>{clock.GetLocalNow():MMM dd HH:mm:ss} " +
                    $"countersign-server[{Environment.ProcessId}]: {line}")));
        }
        catch (SocketException)
        {
            // There is none, or it is full.
        }
    }

    private sealed class Teller(SystemLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var line = new StringWriter(CultureInfo.InvariantCulture);
            log.lines.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), null, line);
            log.Send(logLevel, line.ToString().TrimEnd());
        }
    }
}
