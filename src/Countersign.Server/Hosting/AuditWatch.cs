using System.Diagnostics.Metrics;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>
/// Tells of entries of the audit log that wait for their number for over a minute: in the log, at <c>/readyz</c> and in the metrics. They
/// are on the disk, so nobody is refused for it; but until they have a number, the signed end of the log does not cover them.
/// </summary>
public sealed partial class AuditWatch(Db db, AuditLog audit, NodeState state, ILogger<AuditWatch> log) : IAsyncDisposable
{
    /// <summary>What to do about them.</summary>
    public const string WhatToDo =
        "Every server numbers them that holds the key under which the end of the log is signed: give each server the key file that `key " +
        "status` shows. If they wait on, `audit verify` says whether they are ours";

    private static readonly Meter Meter = new("Countersign");
    private static readonly Gauge<long> Waiting = Meter.CreateGauge<long>(
        "countersign.audit.waiting", "{entry}", "Entries of the audit log that wait for their number for over a minute.");

    private static readonly Gauge<double> Age = Meter.CreateGauge<double>(
        "countersign.audit.waiting.age", "s", "How long the oldest entry of the audit log waits for its number; 0: none does.");

    private bool wasLate;

    /// <summary>Looks; tries once more to number what is late, and tells what stays.</summary>
    public async Task Look(CancellationToken ct)
    {
        var late = await Late(ct);
        if (late.Count > 0 || audit.Binder.Owed.IsAny)
        {
            await audit.Number(db, ct);
            late = await Late(ct);
        }

        Waiting.Record(late.Count);
        Age.Record(late.Count == 0 ? 0 : (db.Now() - late.Since).TotalSeconds);
        state.Warning = late.Count == 0 ? null : $"{late}; the log says what to do";
        if (late.Count > 0) Log.Waits(log, late, WhatToDo);
        else if (wasLate) Log.WaitsNoMore(log);
        wasLate = late.Count > 0;
    }

    /// <summary>The server stops.</summary>
    public async ValueTask DisposeAsync() => await audit.Leave(db);

    // What this server has written and somebody has taken away waits as well.
    private async Task<LateEntries> Late(CancellationToken ct)
    {
        var (inLog, owed) = await db.Read(
            async sql => (await LateEntries.Of(sql), LateEntries.Of(audit.Binder.Owed.All(), sql.Now)), ct);
        return owed.Count > inLog.Count ? owed : inLog;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Late}. {WhatToDo}")]
        public static partial void Waits(ILogger log, LateEntries late, string whatToDo);

        [LoggerMessage(2, LogLevel.Information, "Every entry of the audit log has its number again")]
        public static partial void WaitsNoMore(ILogger log);
    }
}
