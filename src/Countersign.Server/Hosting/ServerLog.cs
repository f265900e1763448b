using Countersign.Server.Settings;
using Microsoft.Extensions.Logging.Console;

namespace Countersign.Server.Hosting;

/// <summary>The log: to the standard output, in UTC, cleaned by <see cref="Redaction"/>.</summary>
public static class ServerLog
{
    /// <summary>Replaces whatever logs by our own lines.</summary>
    public static ILoggingBuilder UseServerLog(this ILoggingBuilder logging, LogFormat format)
    {
        logging.ClearProviders();
        logging.Services.AddSingleton(TimeProvider.System);
        logging.AddConsole(console => console.FormatterName = NameOf(format));
        logging.AddConsoleFormatter<JsonLogLines, ConsoleFormatterOptions>();
        logging.AddConsoleFormatter<TextLogLines, ConsoleFormatterOptions>();

        // The framework's own account of each request has whole addresses in it.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
        return logging;
    }

    private static string NameOf(LogFormat format) => format switch
    {
        LogFormat.Json => JsonLogLines.FormatterName,
        LogFormat.Text => TextLogLines.FormatterName,
    };
}
