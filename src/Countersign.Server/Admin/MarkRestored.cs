using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>What became of a restored database.</summary>
public sealed record RestoreMarked(int SessionsEnded, int BackupCodesFlagged);

/// <summary>
/// Makes a database that came out of a backup safe to serve: no code, session or challenge that was spent or ended after
/// the backup works again, and recovery codes that may have been spent are marked.
/// </summary>
public static class MarkRestored
{
    /// <summary>
    /// All of it in one transaction with the audit row, and the witness renewed after; running it twice does no harm, and one that was
    /// killed in between is done.
    /// </summary>
    public static async Task<RestoreMarked> Run(Installation at, OperatorShell shell, string command, CancellationToken ct)
    {
        var (marked, witness) = await at.Db.Write(async tx =>
        {
            // The step after this one too: a clock that is ahead by the allowed skew shows its code already.
            await RestoreStore.CloseStepsUpTo(tx, Totp.StepAt(tx.Now) + 1);
            await RestoreStore.VoidPending(tx);
            var marked = new RestoreMarked(await RestoreStore.EndSessions(tx), await RestoreStore.FlagBackupCodes(tx));

            // What it holds last was written before the backup was made. This was said already where that is a restore.
            if (await AuditLog.Last(tx) is { } last && last.Event != Words.Of(AuditEvent.DatabaseRestored))
                await BackupStore.NoteOrigin(tx, Stored.Instant(last.CreatedAt), at.Keys.Known);
            await at.Audit.Append(tx, OperatorSource.Entry(shell, AuditEvent.DatabaseRestored, command, account: null));
            return (marked, await at.Witness.Renew(tx));
        }, ct);
        at.Witness.Remember(witness);
        UnfinishedRestore.End(at.Settings);
        return marked;
    }
}
