using System.Diagnostics;
using Countersign.Server.Secrets;
using Npgsql;

namespace Countersign.Server.Storage;

/// <summary>
/// A way to the database and back in a trace: the texts of its statements with their holes, and never what stands in them.
/// </summary>
internal static class StatementSpan
{
    private const string Text = "db.query.text";

    /// <summary>One statement of a file.</summary>
    public static Activity? Begin(StatementText text) =>
        Spans.Part(text.Name, ActivityKind.Client)?.SetTag("db.system.name", "sqlite").SetTag(Text, text.Text);

    /// <summary>All that goes to PostgreSQL together.</summary>
    public static Activity? Begin(NpgsqlBatch batch)
    {
        if (!Spans.AreWanted) return null;

        var texts = batch.BatchCommands.Cast<NpgsqlBatchCommand>().Select(command => command.CommandText).ToList();
        return Spans.Part(texts is [var one] ? StatementText.NameOf(one) : "batch", ActivityKind.Client)?
            .SetTag("db.system.name", "postgresql").SetTag(Text, string.Join(";\n", texts));
    }
}
