using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What every verb stands on: the database, the clock and the numbers of the rules.</summary>
public sealed record Ground(Db Db, TimeProvider Clock, Policy Policy)
{
    /// <summary>The time, to the second as it is stored; a verb reads it once.</summary>
    public DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(Clock.GetUtcNow().ToUnixTimeSeconds());
}
