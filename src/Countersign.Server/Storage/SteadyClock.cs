namespace Countersign.Server.Storage;

/// <summary>
/// The time as servers have seen it go by. A clock that is wrong for a minute must not delete for good what is due by it: what cannot be
/// undone waits until the time has gone by steadily for a day, after a jump as after a pause, since nobody can tell them apart.
/// </summary>
public static class SteadyClock
{
    /// <summary>How long it must have gone by steadily.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromDays(1);

    private static readonly TimeSpan Gap = TimeSpan.FromHours(1);
    private static readonly TimeSpan Back = TimeSpan.FromMinutes(1);

    /// <summary>Notes what time it is.</summary>
    /// <returns>Since when it has gone by steadily; null: this is the first time that anybody looks.</returns>
    public static async Task<DateTimeOffset?> See(Tx tx)
    {
        var isFirst = await Find(tx) is null;
        await tx.Execute($"""
            INSERT INTO clock_seen (id, at, steady_since) VALUES (1, {tx.Now}, {tx.Now})
            ON CONFLICT (id) DO UPDATE
            SET steady_since = CASE WHEN clock_seen.at < {tx.Now - Gap} OR clock_seen.at > {tx.Now + Back}
                THEN {tx.Now} ELSE clock_seen.steady_since END,
                at = {tx.Now}
            """);
        return isFirst ? null : Stored.Instant((await Find(tx))!.SteadySince);
    }

    /// <summary>Until when what cannot be undone waits; null: it need not.</summary>
    public static async Task<DateTimeOffset?> HoldsUntil(Sql sql)
    {
        var steadySince = await Find(sql) is { } seen && Stored.Instant(seen.At) is var at && at >= sql.Now - Gap && at <= sql.Now + Back
            ? Stored.Instant(seen.SteadySince)
            : sql.Now;
        var until = steadySince + Wait;
        return until > sql.Now ? until : null;
    }

    private static Task<Seen?> Find(Sql sql) => sql.FindOne<Seen>($"SELECT at, steady_since FROM clock_seen WHERE id = 1");

    private sealed record Seen(long At, long SteadySince);
}
