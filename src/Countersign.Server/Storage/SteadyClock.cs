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
    /// <returns>False: it has not gone by steadily since the last look, and has to from here on.</returns>
    public static async Task<bool> See(Tx tx)
    {
        // Whoever waited for another who looks goes by the end of the wait, else it would be a jump back.
        var seen = await tx.FindOne<Seen>($"SELECT at, steady_since FROM clock_seen WHERE id = 1{tx.Hold}");
        tx.AskTheTime();
        var isSteady = seen is null || IsNear(tx.Now, seen);
        await tx.Execute($"""
            INSERT INTO clock_seen (id, at, steady_since) VALUES (1, {tx.Now}, {tx.Now})
            ON CONFLICT (id) DO UPDATE
            SET at = {tx.Now}, steady_since = {(isSteady && seen is not null ? Stored.Instant(seen.SteadySince) : tx.Now)}
            """);
        return isSteady;
    }

    /// <summary>The clock was seen to jump, by however little: it has to go by steadily from here on.</summary>
    public static Task Jumped(Tx tx) => tx.Execute($"UPDATE clock_seen SET steady_since = {tx.Now}, at = {tx.Now} WHERE id = 1");

    /// <summary>Until when what cannot be undone waits; null: it need not.</summary>
    public static async Task<DateTimeOffset?> HoldsUntil(Sql sql)
    {
        var steadySince = await Find(sql) is { } seen && IsNear(sql.Now, seen) ? Stored.Instant(seen.SteadySince) : sql.Now;
        var until = steadySince + Wait;
        return until > sql.Now ? until : null;
    }

    /// <summary>Whether a server has looked at the clock before.</summary>
    public static async Task<bool> IsSeen(Sql sql) => await Find(sql) is not null;

    private static bool IsNear(DateTimeOffset now, Seen seen) =>
        Stored.Instant(seen.At) is var at && at >= now - Gap && at <= now + Back;

    private static Task<Seen?> Find(Sql sql) => sql.FindOne<Seen>($"SELECT at, steady_since FROM clock_seen WHERE id = 1");

    private sealed record Seen(long At, long SteadySince);
}
