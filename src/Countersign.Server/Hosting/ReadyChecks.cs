using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>The checks of the parts every installation has.</summary>
public static class ReadyChecks
{
    /// <summary>A row can be written and is on the disk; and while changes fail, as much as anybody writes at once.</summary>
    public static ReadyCheck DatabaseTakesWrites(Db db) => new(
        "database", ct => db.State.CannotChange ? StoreHealth.TakesLargeWrites(db, ct) : StoreHealth.TakesWrites(db, ct));

    /// <summary>The schema is the one this version was made for.</summary>
    public static ReadyCheck SchemaIsCurrent(Db db) => new("migrations", ct => Migrator.IsCurrent(db, ct));

    /// <summary>The key file holds the keys that the database was written with: somebody may have put another one there.</summary>
    public static ReadyCheck KeysFit(Db db, KeyRing keys) => new("keys", ct => KeyMarks.Hold(db, keys, ct));
}
