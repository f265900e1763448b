namespace Countersign.Server.Storage;

/// <summary>What servers have seen of the time.</summary>
/// <param name="At">When one looked last.</param>
/// <param name="SteadySince">Since when it has gone by steadily.</param>
/// <param name="RestsUntil">Until when what cannot be undone waits after a pause.</param>
internal sealed record ClockSeen(DateTimeOffset At, DateTimeOffset SteadySince, DateTimeOffset RestsUntil);

/// <summary>
/// The time as servers have seen it go by. A clock that is wrong for a minute must not delete for good what is due by it, nor end a wait
/// that keeps an account safe: what cannot be undone waits until the time has gone by steadily for a day, after a jump as after a long
/// pause, since nobody can tell them apart. A pause of some hours, such as that of a machine that is off at night, is time that does not
/// count, and takes away none that does; after it an hour is enough, in which a clock that is wrong at a start is set right.
/// </summary>
public static class SteadyClock
{
    /// <summary>How long it must have gone by steadily.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromDays(1);

    /// <summary>How long it must go by after a pause at least.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    /// <summary>A longer pause is as good as a jump.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(16);

    // Two servers measure the same jump a little differently.
    private static readonly TimeSpan Alike = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Gap = TimeSpan.FromHours(1);
    private static readonly TimeSpan Back = TimeSpan.FromMinutes(1);

    // A server looks every half minute. Longer ago it may be that the clock has jumped, and the next look will tell.
    private static readonly TimeSpan Unlooked = TimeSpan.FromMinutes(2);

    /// <summary>Notes what time it is, as a server sees it that begins.</summary>
    /// <returns>False: it has not gone by steadily since the last look, and what cannot be undone waits.</returns>
    public static Task<bool> See(Tx tx) => See(tx, hasMeasured: false);

    /// <inheritdoc cref="See(Tx)"/>
    /// <param name="hasMeasured">This server has looked before, and has told of any jump since (<see cref="Jumped"/>).</param>
    public static async Task<bool> See(Tx tx, bool hasMeasured)
    {
        var seen = await Held(tx);
        var passed = tx.Now - (seen?.At ?? tx.Now);
        if (passed < -Back || passed > LongestPause) await ClockStore.Note(tx, passed, ClockStepKind.FoundAtStart);
        else if (passed > Back && !hasMeasured) await ClockStore.Note(tx, passed, ClockStepKind.Pause);

        var next = Look(seen, tx.Now);
        await tx.Execute($"""
            INSERT INTO clock_seen (id, at, steady_since, rests_until) VALUES (1, {next.At}, {next.SteadySince}, {next.RestsUntil})
            ON CONFLICT (id) DO UPDATE SET at = {next.At}, steady_since = {next.SteadySince}, rests_until = {next.RestsUntil}
            """);
        return IsNear(passed);
    }

    /// <summary>
    /// A running server saw the clock jump, by however little: it has to go by steadily from here on. What others have told of is not told
    /// again; and where another has looked all the while, only the machine of this server slept. A server that began meanwhile may have
    /// taken the jump for a pause.
    /// </summary>
    /// <param name="after">The last step that was noted when this server looked before; null: nobody else can have told of the jump.</param>
    /// <returns>The last step that is noted now.</returns>
    public static async Task<long> Jumped(Tx tx, TimeSpan by, long? after = null)
    {
        var seen = await Held(tx);
        var untold = after is { } known ? by - await ClockStore.JumpedSince(tx, known) : by;
        var isTakenForPause = seen?.RestsUntil >= tx.Now + Rest - (2 * Recent);
        var othersLooked = (tx.Now - seen?.At)?.Duration() <= Recent;
        if (untold.Duration() > Alike && (untold <= Recent || !othersLooked || isTakenForPause))
        {
            await ClockStore.Note(tx, untold);
            await tx.Execute($"UPDATE clock_seen SET steady_since = {tx.Now}, rests_until = 0, at = {tx.Now} WHERE id = 1");
        }

        return await ClockStore.Newest(tx);
    }

    /// <summary>Until when what cannot be undone waits; null: it need not.</summary>
    public static async Task<DateTimeOffset?> HoldsUntil(Sql sql)
    {
        // Whoever only asks, before a server has looked, must hold as much as that one will.
        var (_, steadySince, restsUntil) = Look(await Find(sql), sql.Now);
        var until = steadySince + Wait > restsUntil ? steadySince + Wait : restsUntil;
        return until > sql.Now ? until : null;
    }

    /// <summary>
    /// When a wait is over that people are to have whole: what the clock jumped ahead meanwhile does not count. What no server has looked
    /// at for some minutes ends nothing that lasted when one looked last; nor does the first hour after a pause, in which a clock that is
    /// wrong at a start is set right.
    /// </summary>
    /// <param name="since">When it began.</param>
    /// <param name="end">When it would be over by the clock.</param>
    public static async Task<DateTimeOffset> EndOf(Sql sql, DateTimeOffset since, DateTimeOffset end)
    {
        var until = await ClockStore.EndOf(sql, since, end);
        if (await Find(sql) is not { } seen) return until;

        var isResting = seen.RestsUntil > seen.At;
        if (until <= (isResting ? seen.RestsUntil - Rest - LongestPause : seen.At)) return until;

        DateTimeOffset? held = (sql.Now - seen.At) switch
        {
            var passed when !IsNear(passed) => await HoldsUntil(sql),
            _ when isResting => seen.RestsUntil,
            var passed when passed > Unlooked => sql.Now + Unlooked,
            _ => null,
        };
        return held > until ? held.Value : until;
    }

    /// <summary>Whether a server has looked at the clock before.</summary>
    public static async Task<bool> IsSeen(Sql sql) => await Find(sql) is not null;

    private static Task<ClockSeen?> Find(Sql sql) => Of(sql, $"SELECT at, steady_since, rests_until FROM clock_seen WHERE id = 1");

    private static async Task<ClockSeen?> Held(Tx tx)
    {
        var seen = await Of(tx, $"SELECT at, steady_since, rests_until FROM clock_seen WHERE id = 1{tx.Hold}");

        // Whoever waited for another who looks goes by the end of the wait, else it would be a jump back.
        tx.AskTheTime();
        return seen;
    }

    private static async Task<ClockSeen?> Of(Sql sql, Statement selection) => await sql.FindOne<Row>(selection) is { } row
        ? new(Stored.Instant(row.At), Stored.Instant(row.SteadySince), Stored.Instant(row.RestsUntil))
        : null;

    private static ClockSeen Look(ClockSeen? seen, DateTimeOffset now)
    {
        var passed = now - (seen?.At ?? now);
        if (seen is not null && IsNear(passed)) return seen with { At = now };

        return seen is not null && IsPause(passed)
            ? new(now, seen.SteadySince + passed, now + Rest)
            : new(now, now, DateTimeOffset.UnixEpoch);
    }

    private static bool IsPause(TimeSpan passed) => passed > Gap && passed <= LongestPause;

    private static bool IsNear(TimeSpan passed) => passed >= -Back && passed <= Gap;

    private sealed record Row(long At, long SteadySince, long RestsUntil);
}
