using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A jump of the clock of the machine.</summary>
/// <param name="At">What the clock said after it.</param>
/// <param name="Seconds">By how much; less than zero: back.</param>
public sealed record ClockJump(DateTimeOffset At, long Seconds)
{
    /// <summary>What the clock said before it.</summary>
    public DateTimeOffset From => At - TimeSpan.FromSeconds(Seconds);
}

/// <summary>The last jumps of the clock.</summary>
public static class ClockStore
{
    // Each of two servers sees a jump when it looks, up to a minute apart.
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(2);

    // More than a clock that is wrong each hour makes in any wait.
    private const int Kept = 1000;

    /// <summary>Notes a jump; those before the last thousand are forgotten.</summary>
    /// <param name="atStart">A server found it when it began, and nobody knows whether it was a jump or a time without servers.</param>
    /// <param name="at">What the clock said after it; null: what it says now.</param>
    public static async Task Note(Tx tx, TimeSpan by, bool atStart = false, DateTimeOffset? at = null)
    {
        await tx.Execute($"""
            INSERT INTO clock_jumps (at, seconds, at_start) VALUES ({at ?? tx.Now}, {(long)by.TotalSeconds}, {(atStart ? 1 : 0)})
            """);
        await tx.Execute($"DELETE FROM clock_jumps WHERE id <= (SELECT max(id) FROM clock_jumps) - {Kept}");
    }

    /// <summary>The jumps since an instant that a running server saw, the last one first.</summary>
    public static Task<IReadOnlyList<ClockJump>> Since(Sql sql, DateTimeOffset since) => Of(
        sql, $"SELECT at, seconds FROM clock_jumps WHERE at >= {since} AND at_start = 0 ORDER BY id DESC");

    /// <summary>
    /// When a wait is over that people are to have whole: what the clock jumped ahead meanwhile, or went on without any server, is time
    /// that nobody had.
    /// </summary>
    /// <param name="since">When it began.</param>
    /// <param name="end">When it would be over by the clock.</param>
    public static async Task<DateTimeOffset> EndOf(Sql sql, DateTimeOffset since, DateTimeOffset end) => WaitRules.EndOf(
        since, end, [.. (await Of(sql, $"SELECT at, seconds FROM clock_jumps ORDER BY id")).Select(jump => (jump.From, jump.At))]);

    /// <summary>Whether a jump in this direction, and about as far, was noted lately.</summary>
    public static async Task<bool> IsNoted(Sql sql, TimeSpan by) =>
        (await Of(sql, $"SELECT at, seconds FROM clock_jumps WHERE at >= {sql.Now - Lately} AND at <= {sql.Now + Lately} ORDER BY id"))
            .Any(jump => jump.Seconds > 0 == by > TimeSpan.Zero && (by - TimeSpan.FromSeconds(jump.Seconds)).Duration() <= Lately);

    /// <summary>The last jump back that is known, whoever saw it; null: there was none.</summary>
    public static async Task<ClockJump?> LastBack(Sql sql) =>
        (await Of(sql, $"SELECT at, seconds FROM clock_jumps WHERE seconds < 0 ORDER BY id DESC LIMIT 1")) is [var last] ? last : null;

    private static async Task<IReadOnlyList<ClockJump>> Of(Sql sql, Statement selection) =>
        [.. (await sql.Query<Row>(selection)).Select(row => new ClockJump(Stored.Instant(row.At), row.Seconds))];

    private sealed record Row(long At, long Seconds);
}
