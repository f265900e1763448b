using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What every verb stands on: the database with its clock, and the numbers of the rules.</summary>
public sealed record Ground(Db Db, Policy Policy)
{
    /// <summary>The time before a transaction or after it; inside one it is <see cref="Sql.Now"/> that counts.</summary>
    public DateTimeOffset Now() => Db.Now();
}
