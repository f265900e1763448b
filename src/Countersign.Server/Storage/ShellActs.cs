using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// What operators did in a shell is in the audit log, and the process that wrote it is over: a running server reads it there, and tells and
/// counts it as it does its own. Each is told once, by one of the servers: whoever moves the mark.
/// </summary>
public sealed class ShellActs(Db db, ILogger<AuditLog> log)
{
    private const int StepSize = 200;

    // Every user of every shell.
    private static readonly string Anybody = Credential.OfShell("%").Word;

    /// <summary>Tells what was done since the last time.</summary>
    public async Task Tell(CancellationToken ct)
    {
        while (await db.Read(Untold, ct) is { Through: var through, From: var from } next && through > from)
        {
            var isOurs = await db.Write(async tx =>
            {
                var moved = await TryMove(tx, from, through);
                if (moved) tx.TellAfterCommit(() => Tell(next.Acts));
                return moved;
            }, ct);
            if (!isOurs) return;
        }
    }

    // The entries in between are those of people, told by whoever wrote them.
    private static async Task<Step> Untold(Sql sql)
    {
        var from = await sql.Number($"SELECT told_through FROM told_acts WHERE id = 1");
        var newest = (await AuditLog.Last(sql))?.Entry ?? 0;
        if (newest <= from) return new(from, from, []);

        var acts = await sql.Query<StoredAuditEntry>($"""
            SELECT {AuditLog.Columns} FROM audit_log
            WHERE entry > {from} AND entry <= {newest} AND credential LIKE {Anybody} ORDER BY entry LIMIT {StepSize}
            """);
        return new(from, acts.Count < StepSize ? newest : acts[^1].Entry!.Value, acts);
    }

    private static async Task<bool> TryMove(Tx tx, long from, long through) =>
        1 == await tx.Execute($"UPDATE told_acts SET told_through = {through} WHERE id = 1 AND told_through = {from}");

    private void Tell(IReadOnlyList<StoredAuditEntry> acts)
    {
        foreach (var row in acts)
        {
            // A command of a newer version may know more than this server does.
            if (Words.Find<AuditEvent>(row.Event) is not { } what || Words.Find<AuditOutcome>(row.Outcome) is not { } outcome) continue;

            AuditNews.Tell(log, new(
                what, new(row.IpAddress, row.IpAddress, "", row.ApiRoute),
                row.AccountId == AuditLog.Nobody ? null : new AccountId(row.AccountId), outcome)
            {
                Credential = row.Credential is { } word ? new Credential(word) : null,
                Method = row.MethodId is { } method ? new MethodId(method) : null,
            });
        }
    }

    private sealed record Step(long From, long Through, IReadOnlyList<StoredAuditEntry> Acts);
}
