using Countersign.Server.Storage;

namespace Countersign.Server.OpenId;

/// <summary>The time of the library: all servers go by that of their database, and so does what they give to applications.</summary>
internal sealed class DatabaseTime(Db db) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => db.Now();
}
