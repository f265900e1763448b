using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.Server.Secrets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Countersign.Server.Hosting;

/// <summary>One event of the log, cleaned of secrets, on its way to becoming a line.</summary>
/// <param name="Given">What the event was told with, as it came.</param>
internal readonly record struct LogLine(
    DateTimeOffset At, LogLevel Level, string Category, EventId Event, string Message, string? Exception,
    IReadOnlyList<KeyValuePair<string, object?>> Given)
{
    private const string OriginalFormat = "{OriginalFormat}";

    public static LogLine Of<TState>(in LogEntry<TState> entry, DateTimeOffset now) => new(
        now, entry.LogLevel, entry.Category, entry.EventId,
        Redaction.Clean(entry.Formatter(entry.State, entry.Exception)),
        entry.Exception is { } thrown ? Redaction.Clean(thrown.ToString()) : null,
        entry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? []);

    /// <summary>The facts by name, cleaned; only a line that shows them needs them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Facts() => Given.Where(IsFact).Select(Clean);

    private static bool IsFact(KeyValuePair<string, object?> fact) => fact.Key != OriginalFormat;

    // A name that says secret is enough: the value is not looked at.
    private static KeyValuePair<string, string> Clean(KeyValuePair<string, object?> fact)
    {
        var text = Convert.ToString(fact.Value, CultureInfo.InvariantCulture) ?? "";
        return text.Length == 0 ? new(fact.Key, text) : new(fact.Key, Redaction.Clean($"{fact.Key}={text}")[(fact.Key.Length + 1)..]);
    }
}

/// <summary>
/// A server that cannot listen ends, and whoever has started it is told why in one sentence: the framework's own accounts of it, and of
/// what it calls off then, say it several times more, in traces.
/// </summary>
internal sealed class FailedStart
{
    private volatile bool isMet;

    public bool TellsOf<TState>(in LogEntry<TState> entry)
    {
        if (entry.Exception is not { } thrown || !entry.Category.StartsWith("Microsoft.", StringComparison.Ordinal)) return false;

        isMet |= ListenFault.Of(thrown) is not null;
        return isMet;
    }
}

/// <summary>The log as one JSON object a line.</summary>
internal sealed class JsonLogLines(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "countersign-json";

    private readonly FailedStart start = new();

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (start.TellsOf(logEntry)) return;

        var line = LogLine.Of(logEntry, clock.GetUtcNow());
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) Write(json, line);
        textWriter.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    private static void Write(Utf8JsonWriter json, LogLine line)
    {
        json.WriteStartObject();
        json.WriteString("time", line.At.UtcDateTime);
        json.WriteString("level", line.Level.ToString());
        json.WriteString("category", line.Category);
        json.WriteString("event", line.Event.Name ?? line.Event.Id.ToString(CultureInfo.InvariantCulture));
        json.WriteString("message", line.Message);
        if (line.Exception is { } thrown) json.WriteString("exception", thrown);
        json.WriteStartObject("facts");
        foreach (var (name, value) in line.Facts()) json.WriteString(name, value);
        json.WriteEndObject();
        if (Spans.AreWanted) json.WriteString("trace", Activity.Current!.TraceId.ToHexString());
        json.WriteEndObject();
    }
}

/// <summary>The log as one line of text per event, for people.</summary>
internal sealed class TextLogLines(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "countersign-text";

    private readonly FailedStart start = new();

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (start.TellsOf(logEntry)) return;

        var line = LogLine.Of(logEntry, clock.GetUtcNow());
        var exception = line.Exception is { } thrown ? $" | {thrown}" : "";
        textWriter.WriteLine($"{line.At.UtcDateTime:HH:mm:ss} {Word(line.Level)} {line.Message}{exception}");
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information or LogLevel.None => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "ERROR",
        LogLevel.Critical => "FATAL",
    };
}
