using System.Globalization;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>
/// Notices a database that was put back from a backup. The database grows older at each start and every minute, and the witness, a file
/// beside the keys, remembers how old it was; what is younger than its witness is a copy of earlier.
/// <para>
/// The order of the two writes is everything. The database is first, and on the disk before the witness hears of it: whatever is killed
/// and whenever the power goes, the witness is behind or level, never ahead. The one time that the witness is first is when it is made,
/// with age 0, before the database leaves 0: so a database of any other age without a witness has lost it, or left it where it came
/// from. Readers ask the witness first and the database after, so that another process that grows them meanwhile looks no different.
/// </para>
/// </summary>
public sealed class DatabaseWitness(Db db, WitnessFile file)
{
    /// <summary>What is wrong, and what mends it; null when the database is as old as it must be.</summary>
    public async Task<string?> Fault(CancellationToken ct)
    {
        var (witness, age) = await Look(ct);

        // Made in between by another process: the witness is there before the database leaves 0.
        if (witness is null && age > 0) (witness, age) = await Look(ct);

        // A node that joins others has seen nothing yet; they have. Where there are none, nobody has.
        if (witness is null && age > 0 && (!db.IsShared || (await db.Read(Membership.Alive, ct)).Count == 0))
            return $"Its witness {file.Path} is missing: the database comes from a backup or from another machine, or somebody removed " +
                "the file. Put the witness back if it was moved. Otherwise run `after-restore`, so that nothing that was spent works again.";
        if (witness is not null && age < witness.Age)
            return Younger(age, witness.Age, file.Path);
        return null;
    }

    /// <summary>What is said of a database that has not reached the age that its witness saw.</summary>
    public static string Younger(long age, long seen, string witness) => string.Create(
        CultureInfo.InvariantCulture,
        $"The database is older than it was: it has reached age {age}, and its witness {witness} has seen {seen}. It was put back from a " +
            $"backup, or is another one. Run `after-restore`, so that nothing that was spent since works again.");

    /// <summary>
    /// A sentence where the audit log does not lead through the newest entry that the witness saw; null where it does. The log's own
    /// signature cannot tell: an older end that was put back is signed as well.
    /// </summary>
    public async Task<string?> LostEntry(CancellationToken ct)
    {
        var witness = file.Read() ?? Witness.OfNothing;
        return await db.Read(sql => AuditChain.Has(sql, witness.Entry, witness.Hash), ct) ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"entry {witness.Entry} of the audit log, which the witness {file.Path} saw, is missing or another one");
    }

    /// <summary>Grows older, and has the witness remember it. Not to be called while there is a <see cref="Fault"/>.</summary>
    public async Task Advance(CancellationToken ct)
    {
        if (file.Read() is null) file.Raise(Witness.OfNothing);

        var known = file.Read() ?? Witness.OfNothing;
        file.Raise(await db.Write(async tx => await Seen(tx, known, await DatabaseAge.Advance(tx)), ct));
    }

    /// <summary>
    /// Remembers how old the database is, where nothing is remembered yet and others vouch for it: this server waits until they have left.
    /// </summary>
    public async Task Learn(CancellationToken ct)
    {
        if (file.Read() is null) file.Raise(Witness.OfNothing with { Age = await db.Read(DatabaseAge.Of, ct) });
    }

    /// <summary>
    /// Makes a restored database older than anything its witness has seen, in the transaction that makes it safe to serve; once that is on
    /// the disk, <see cref="Remember"/> has the witness follow.
    /// </summary>
    public async Task<Witness> Renew(Tx tx)
    {
        var age = await DatabaseAge.RaiseAbove(tx, file.Read()?.Age ?? 0);
        return await Seen(tx, Witness.OfNothing, age);
    }

    /// <summary>Has the witness remember what was committed.</summary>
    public void Remember(Witness seen) => file.Raise(seen);

    // An entry of the audit log that the witness knows and the log does not is evidence: the witness keeps it until a restore is declared.
    private static async Task<Witness> Seen(Tx tx, Witness known, long age)
    {
        if (!await AuditChain.Has(tx, known.Entry, known.Hash)) return known with { Age = age };

        var (entry, hash) = await AuditChain.Newest(tx);
        return new(age, entry, hash);
    }

    private async Task<(Witness? Witness, long Age)> Look(CancellationToken ct)
    {
        var witness = file.Read();
        return (witness, await db.Read(DatabaseAge.Of, ct));
    }
}
