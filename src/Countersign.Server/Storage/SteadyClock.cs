using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// The time as servers have lived through it (<see cref="LivedTime"/>), kept in one row that all of them look at in turn. A clock that is
/// wrong for a minute must not delete for good what is due by it, nor end a wait that keeps an account safe, nor begin one anew.
/// </summary>
public static class SteadyClock
{
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(5);

    // Servers look every half minute, and one that could not for longer than this has not seen the time go by.
    private const long LongestBetweenLooks = 3600;

    /// <summary>What had been lived through when a server looked last.</summary>
    internal static SqlPart LivedSoFar { get; } = new($"coalesce((SELECT lived FROM clock_seen WHERE id = 1), 0)");

    /// <summary>
    /// What has been lived through now, for a column of a row that is written. What is added since the last look may be a jump of the
    /// clock, and is an hour at most.
    /// </summary>
    internal static SqlPart Lived(Tx tx) => new($"""
        coalesce((SELECT lived + CASE WHEN {tx.Now} - at BETWEEN 1 AND {LongestBetweenLooks} THEN ({tx.Now} - at) * 1000 ELSE 0 END
                  FROM clock_seen WHERE id = 1), 0)
        """);

    /// <summary>A server begins, and looks at the clock.</summary>
    public static async Task<ClockNews> See(Tx tx) => (await Look(tx, before: null, () => TimeSpan.Zero))!;

    /// <summary>A server looks at the clock, and notes a jump.</summary>
    /// <param name="before">Its look before; null: it begins.</param>
    /// <param name="elapsed">How long that is ago, asked once it is this server's turn to look.</param>
    /// <returns>Null: so much time went by meanwhile that nobody knows which of both times belongs to which.</returns>
    public static async Task<ClockNews?> Look(Tx tx, LastLook? before, Func<TimeSpan> elapsed)
    {
        var seen = await Find(tx, tx.Hold);

        // Whoever waited for another who looks goes by the end of the wait.
        var asked = elapsed();
        tx.AskTheTime();
        var answered = elapsed();
        if (answered - asked > LongestQuestion) return null;

        var news = seen is null ? new(LivedTime.Begin(tx.Now)) : seen.Look(tx.Now, before, answered);
        if (seen is null) await Begin(tx, news.Time);
        else await Save(tx, news.Time, isUnsteady: news.Jump is not null);
        if (news.Believed is { Length: var length, FromLived: var from } && length > TimeSpan.Zero) await Move(tx, In(from), In(length));
        if (news.Jump is { } jump)
            await ClockStore.Note(tx, jump, news.IsFoundAtStart ? ClockStepKind.FoundAtStart : ClockStepKind.Measured);
        return news;
    }

    /// <summary>Until when what cannot be undone waits; null: it need not.</summary>
    public static async Task<DateTimeOffset?> HoldsUntil(Sql sql) =>
        (await Find(sql) ?? LivedTime.Begin(sql.Now)).HoldsUntil(sql.Now);

    /// <summary>When a wait is over that people are to have whole, whatever the clock does.</summary>
    /// <param name="since">When it began, by the clock.</param>
    /// <param name="lived">What had been lived through by then (<see cref="Lived"/>).</param>
    /// <param name="end">When it would be over by the clock.</param>
    public static async Task<DateTimeOffset> EndOf(Sql sql, DateTimeOffset since, TimeSpan? lived, DateTimeOffset end) =>
        await Find(sql) is { } seen ? seen.EndOf(since, lived, end, sql.Now) : end;

    /// <summary>Whether a server has looked at the clock before.</summary>
    public static async Task<bool> IsSeen(Sql sql) => await Find(sql) is not null;

    internal static TimeSpan? Of(long? milliseconds) => milliseconds is { } known ? TimeSpan.FromMilliseconds(known) : null;

    // What began after a time without servers, until that was believed, has not lived through it. Nor is what began in the last half minute
    // before it taken to have: nobody can tell them apart.
    private static async Task Move(Tx tx, long from, long by)
    {
        await tx.Execute($"UPDATE accounts SET mail_wait_lived = mail_wait_lived + {by} WHERE mail_wait_lived >= {from}");
        await tx.Execute($"UPDATE account_marks SET lived = lived + {by} WHERE lived >= {from}");
        await tx.Execute($"UPDATE challenges SET lived = lived + {by} WHERE lived >= {from}");
        await tx.Execute($"UPDATE deletions SET asked_lived = asked_lived + {by} WHERE asked_lived >= {from}");
        await tx.Execute($"UPDATE deletions SET told_lived = told_lived + {by} WHERE told_lived >= {from}");
    }

    // What an older program keeps in its columns holds it back as long as us.
    private static Task<int> Save(Tx tx, LivedTime time, bool isUnsteady) => tx.Execute($"""
        UPDATE clock_seen
        SET at = {time.At}, steady_since = CASE WHEN {isUnsteady} = 1 THEN {time.At} ELSE steady_since END,
            ran = {In(time.Ran)}, lived = {In(time.Lived)}, clock_offset = {In(time.Offset)}, credit = {In(time.Credit)},
            steady_from = {In(time.SteadyFrom)}, gaps = {time.Gaps}, gap_from = {time.Gap?.From}, gap_from_ran = {In(time.Gap?.FromRan)},
            gap_from_lived = {In(time.Gap?.FromLived)}, gap_offset = {In(time.Gap?.OffsetBefore)}, gap_due = {In(time.Gap?.Due)}
        WHERE id = 1
        """);

    // Of several servers that begin at once on an empty database one does.
    private static async Task Begin(Tx tx, LivedTime time) => OvertakenException.Unless(1 == await tx.Execute($"""
        INSERT INTO clock_seen (id, at, steady_since, clock_offset, credit)
        VALUES (1, {time.At}, {time.At}, {In(time.Offset)}, {In(time.Credit)})
        ON CONFLICT (id) DO NOTHING
        """));

    private static async Task<LivedTime?> Find(Sql sql, SqlPart? hold = null) => (await sql.FindOne<Row>($"""
        SELECT at, ran, lived, clock_offset, credit, steady_from, gaps, gap_from, gap_from_ran, gap_from_lived, gap_offset, gap_due
        FROM clock_seen WHERE id = 1{hold ?? SqlPart.Of("")}
        """))?.ToTime();

    private static long In(TimeSpan time) => (long)time.TotalMilliseconds;

    private static long? In(TimeSpan? time) => time is { } known ? In(known) : null;

    private sealed record Row(
        long At, long Ran, long Lived, long? ClockOffset, long Credit, long SteadyFrom, long Gaps, long? GapFrom, long? GapFromRan,
        long? GapFromLived, long? GapOffset, long? GapDue)
    {
        public LivedTime ToTime()
        {
            var (at, ran) = (Stored.Instant(At), TimeSpan.FromMilliseconds(Ran));
            return new(at, ran, TimeSpan.FromMilliseconds(Lived), Of(ClockOffset) ?? at - DateTimeOffset.UnixEpoch - ran)
            {
                Credit = TimeSpan.FromMilliseconds(Credit),
                SteadyFrom = TimeSpan.FromMilliseconds(SteadyFrom),
                Gaps = Gaps,
                Gap = GapFrom is { } from
                    ? new(Stored.Instant(from), Of(GapFromRan)!.Value, Of(GapOffset)!.Value)
                    {
                        FromLived = Of(GapFromLived)!.Value,
                        Due = Of(GapDue)!.Value,
                    }
                    : null,
            };
        }
    }
}
